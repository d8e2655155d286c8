export type Direction = 'left' | 'right' | 'up' | 'down';

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How much worse a step sideways is than one straight on: arrows follow rows and columns before diagonals. */
const SIDEWAYS_COST = 3;

/** The box one arrow key away, or null at the edge. */
export function nearest(boxes: readonly Box[], from: number, direction: Direction): number | null {
  const start = boxes[from];
  if (start === undefined) return null;
  const middle = (box: Box) => ({ x: box.left + box.width / 2, y: box.top + box.height / 2 });
  const origin = middle(start);
  let best: { readonly index: number; readonly cost: number } | null = null;
  boxes.forEach((box, index) => {
    const { x, y } = middle(box);
    const [dx, dy] = [x - origin.x, y - origin.y];
    const ahead = { left: -dx, right: dx, up: -dy, down: dy }[direction];
    const aside = Math.abs(direction === 'left' || direction === 'right' ? dy : dx);
    if (index === from || ahead <= 1) return;
    const cost = ahead + aside * SIDEWAYS_COST;
    if (best === null || cost < best.cost) best = { index, cost };
  });
  return (best as { readonly index: number } | null)?.index ?? null;
}
