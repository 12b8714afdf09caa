"""What every test may ask for; the fixtures themselves stand in files of their own."""

pytest_plugins = [
    "tests.postgres",
    "tests.smtp",
    "tests.forger",
    "tests.imap",
    "tests.notify",
    "tests.provider",
    "tests.stores",
    "tests.keys",
    "tests.builders",
    "tests.pages",
    "tests.web.access_setting",
    "tests.web.desk_setting",
    "tests.web.single_sign_on_setting",
    "tests.journeys.browsing",
    "tests.journeys.house",
]
