/** Live dots breathe in unison, wherever and whenever they appear: calmer, and one picture instead of one per dot. */

/** A `ref` for an element with the `--breathe` animation. */
export function breatheTogether(element: HTMLElement | null): void {
  for (const animation of element?.getAnimations() ?? []) animation.startTime = 0;
}
