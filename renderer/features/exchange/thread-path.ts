/** The course of the thread: out of the row, up or down in the gap between the panes, into the role bar. Pure. */

type Point = { readonly x: number; readonly y: number };

export type ThreadPlace = {
  readonly from: Point;
  readonly to: Point;
  /** Where it goes up or down. */
  readonly bendX: number;
  /** A CSS colour. */
  readonly color: string;
};

const roundest = 7;

/** A path of SVG; corners are rounded as far as there is room. */
export function threadPath({ from, to, bendX }: Pick<ThreadPlace, 'from' | 'to' | 'bendX'>): string {
  const height = to.y - from.y;
  const sign = Math.sign(height);
  const room = Math.min(roundest, Math.abs(height) / 2, Math.abs(bendX - from.x), Math.abs(to.x - bendX));
  if (room < 0.5) return `M${from.x} ${from.y}L${to.x} ${to.y}`;
  return [
    `M${from.x} ${from.y}H${bendX - room}`,
    `Q${bendX} ${from.y} ${bendX} ${from.y + sign * room}`,
    `V${to.y - sign * room}`,
    `Q${bendX} ${to.y} ${bendX + room} ${to.y}`,
    `H${to.x}`,
  ].join('');
}
