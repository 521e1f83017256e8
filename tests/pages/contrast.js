// Returns every text that stands out from its background by less than WCAG's 4.5 to 1.
const numbers = (text) => (text.match(/[\d.]+/g) || []).map(Number);
const channel = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const scaled = (text) => {
  const [red, green, blue, alpha = 1] = numbers(text);
  const unit = text.startsWith("color(") ? 1 : 255;
  return { rgb: [red, green, blue].map((one) => one / unit), alpha };
};
const luminance = (rgb) => {
  const [red, green, blue] = rgb.map(channel);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const background = (element) => {
  const layers = [];
  for (let at = element; at; at = at.parentElement) {
    const layer = scaled(getComputedStyle(at).backgroundColor);
    layers.push(layer);
    if (layer.alpha === 1) break;
  }
  return layers.reverse().reduce(
    (below, { rgb, alpha }) => rgb.map((one, at) => one * alpha + below[at] * (1 - alpha)), [1, 1, 1]);
};
const faint = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const text = walker.currentNode.textContent.trim();
  const element = walker.currentNode.parentElement;
  if (!text || element.closest("script, .sr, [hidden]")) continue;
  const pair = [luminance(scaled(getComputedStyle(element).color).rgb), luminance(background(element))];
  const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
  if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${element.tagName}.${element.className}: ${text.slice(0, 40)}`);
}
return [...new Set(faint)];
