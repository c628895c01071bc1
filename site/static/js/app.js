/* Optional: every form works without this file.
   A lesson's check is answered in place, and focus goes to what was said about the answer. */
const focusOn = (root) => root.querySelector("[data-focus]")?.focus();

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-inline]");
  if (!form || !window.fetch) return;
  event.preventDefault();
  const box = form.closest("[data-swap]");
  const address = new URL(form.action);
  address.search = new URLSearchParams(new FormData(form));
  box.setAttribute("aria-busy", "true");
  try {
    const reply = await fetch(address);
    if (!reply.ok) throw new Error(reply.status);
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    box.replaceWith(document.adoptNode(page.getElementById(box.id)));
    focusOn(document.getElementById(box.id));
  } catch {
    form.submit();
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// A table that fits on the screen is no stop for the Tab key; one to scroll sideways is.
const sizes = new ResizeObserver((changes) => {
  for (const { target } of changes) {
    const box = target.closest(".scroll");
    box.tabIndex = box.scrollWidth > box.clientWidth ? 0 : -1;
  }
});
for (const part of document.querySelectorAll(".scroll[tabindex], .scroll[tabindex] > *")) {
  sizes.observe(part);
}

focusOn(document);
