// 'Snel weg': replaces this page, so that the back button does not return to it. Without a script it is a plain link.
for (const link of document.querySelectorAll("[data-quick-exit]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    document.dispatchEvent(new CustomEvent("quick-exit"));
    document.body.replaceChildren();
    window.location.replace(link.href);
  });
}
