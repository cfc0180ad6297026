/** As in any editor, the caret stands still while text flows, and blinks where it waits. */
import { type RefObject, useEffect } from 'react';

/** Text that rests for so long has stopped flowing. */
const flowsForMs = 700;

/**
 * Marks `pane` with `data-flowing` while `version` keeps changing. A blinking caret is a layer of its own, for which the
 * browser looks at every frame of the screen whether something moved.
 */
export function useStillCaret(pane: RefObject<HTMLElement | null>, version: unknown): void {
  useEffect(() => {
    const element = pane.current;
    if (element === null || version === undefined) return;
    // Written only when it changes: all that stands in the pane is styled anew.
    if (!element.hasAttribute('data-flowing')) element.setAttribute('data-flowing', '');
    const timer = setTimeout(() => element.removeAttribute('data-flowing'), flowsForMs);
    return () => clearTimeout(timer);
  }, [pane, version]);
}
