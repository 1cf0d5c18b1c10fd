const PART = 0.6;

export default function () {
  const turn = (event) => {
    const by = { ArrowDown: PART, ArrowUp: -PART }[event.key];
    if (!by || event.target.closest("input, textarea, select")) { return; }
    const boxes = [...document.querySelectorAll(".st-key-panel, [data-testid=stMain]")];
    const long = boxes.find((box) => box.scrollHeight > box.clientHeight + 1);
    if (!long) { return; }
    event.preventDefault();
    long.scrollBy({ top: by * long.clientHeight });
  };
  document.addEventListener("keydown", turn);
  return () => document.removeEventListener("keydown", turn);
}
