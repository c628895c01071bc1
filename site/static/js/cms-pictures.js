/* An image without a description proposes its title as alternative text: mostly the file's name.
   The field stays empty instead, for words that say what is seen (content/pictures.py). */
const ImageBlock = window.telepath.constructors["wagtail.images.blocks.ImageBlock"];

class DescribedImageBlock extends ImageBlock {
  render(placeholder, prefix, ...rest) {
    const block = super.render(placeholder, prefix, ...rest);
    const text = document.getElementById(`${prefix}-alt_text`);
    block.childBlocks.image.widget.addEventListener("chosen", ({ detail }) => {
      if (detail.default_alt_text === detail.title && text.value === detail.title) text.value = "";
    });
    return block;
  }
}

window.telepath.register("content.pictures.DescribedImageBlock", DescribedImageBlock);
