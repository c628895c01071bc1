/* A log-in may end while a page is open in the editor, and each log-in has a new token for forms.
   Nothing that somebody has typed is lost by that: see people/doors.py for what is said. */
const ANSWERS = { Accept: "application/json" };
let waiting = null;
let passed = null;

const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";

const say = (text) => {
  const detail = { clear: true, text, type: "error" };
  document.dispatchEvent(new CustomEvent("w-messages:add", { detail }));
};

/* Why nothing can be saved now, in a sentence; empty when it can. */
async function hindrance() {
  try {
    const answer = await fetch("/cms/jsi18n/", { headers: ANSWERS, cache: "no-store" });
    return answer.ok ? "" : (await answer.json()).error_message;
  } catch {
    return "Det går inte att spara just nu. Vänta en stund och försök igen.";
  }
}

document.addEventListener("w-autosave:save", ({ detail }) => {
  detail.formData.set("csrfmiddlewaretoken", token());
});

document.addEventListener("w-autosave:error", ({ target, detail }) => {
  waiting = detail.response?.error_code === "locked" ? target : null;
});

/* Back from the tab where somebody logged in. */
document.addEventListener("visibilitychange", () => {
  if (document.hidden || !waiting) return;
  document.dispatchEvent(new CustomEvent("w-messages:clear"));
  const detail = { type: "edits" };
  waiting.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail }));
  waiting = null;
});

/* A form that is sent by somebody logged out leads to the log-in, and the page is gone. */
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-edit-form] [type=submit]");
  if (!button) return;
  if (button === passed) {
    passed = null;
    for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = token();
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  const why = await hindrance();
  if (why) return say(why);
  passed = button;
  button.click();
}, true);
