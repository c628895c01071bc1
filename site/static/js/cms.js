/* Starts Wagtail's date pickers and choosers from data in the page, where Wagtail itself writes
   inline scripts (docs/beslut/0010). Only what is named here can be started. */
const FUNCTIONS = ["initDateChooser", "initDateTimeChooser", "initTimeChooser"];
const CLASSES = ["Chooser", "DocumentChooser", "ImageChooser", "PageChooser", "SnippetChooser"];

class Start extends window.StimulusModule.Controller {
  static values = { name: String, id: String, options: Object };

  /* Once for an element, also when it is moved. */
  initialize() {
    const start = window[this.nameValue];
    if (FUNCTIONS.includes(this.nameValue)) start(this.idValue, this.optionsValue);
    if (CLASSES.includes(this.nameValue)) new start(this.idValue, this.optionsValue);
  }
}

window.wagtail.app.register("start", Start);

/* Jcrop, where the important part of an image is marked, would ask by an inline handler. */
document.addEventListener("DOMContentLoaded", () => {
  const { Jcrop } = window.jQuery;
  if (Jcrop) Jcrop.defaults.touchSupport = "ontouchstart" in window;
});
