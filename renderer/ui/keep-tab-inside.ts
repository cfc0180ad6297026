/** Tab goes round within a surface, as in a dialog. Base UI does so only for surfaces that hide everything else. */
import type { KeyboardEvent } from 'react';

const stops = 'button, input, textarea, select, summary, a[href], [tabindex]';

/** For `onKeyDown` of the surface: at its last stop Tab leads to the first, and the other way round. */
export function keepTabInside(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'Tab' || event.ctrlKey || event.altKey || event.metaKey) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(stops)].filter(isStop);
  const [first, last] = [all[0], all.at(-1)];
  const leaving = event.shiftKey ? first : last;
  const next = event.shiftKey ? last : first;
  if (leaving === undefined || !(leaving === event.target || isAtEdge(event, all))) return;
  event.preventDefault();
  next?.focus();
}

function isStop(element: HTMLElement): boolean {
  return element.tabIndex >= 0 && !element.matches(':disabled, [inert] *') && element.checkVisibility();
}

/** The focus is on the surface itself, before its first stop. */
function isAtEdge(event: KeyboardEvent<HTMLElement>, all: readonly HTMLElement[]): boolean {
  return event.shiftKey && event.target === event.currentTarget && all.length > 0;
}
