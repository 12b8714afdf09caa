// Presses the one button of a page that only leads on. Without a script the person presses it.
document.querySelector("form[data-go-on]")?.requestSubmit();
