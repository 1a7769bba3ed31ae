// A finger has no pointer that hovers before it taps, and charts choose what was clicked by what was hovered last: the
// first tap would choose nothing, the next one what the first had meant. So a finger that comes down hovers first.
if (!window.bellwetherTaps) {
  window.bellwetherTaps = true;
  document.addEventListener(
    "touchstart",
    (event) => {
      const place = event.target.closest(".js-plotly-plot .nsewdrag");
      if (!place || event.touches.length > 1) return;
      const { clientX, clientY } = event.touches[0];
      place.dispatchEvent(new MouseEvent("mousemove", { bubbles: true, view: window, clientX, clientY }));
    },
    { capture: true, passive: true },
  );
}
