/**
 * Mod+A in a long text of the sheet: all of it is chosen, what is clamped, folded or not painted as well, and Mod+C
 * copies it from the data. The browser's own would lay out 5 MB (seconds) and miss what does not exist as elements.
 */
import { type RefObject, useEffect, useRef } from 'react';

/** On the scroller while all is chosen: its look. */
const mark = 'data-all-chosen';

/** `textOf` is asked when it is copied. */
export function useSelectAll(scroller: RefObject<HTMLElement | null>, textOf: () => string): void {
  const latest = useRef(textOf);
  latest.current = textOf;
  useEffect(() => {
    const release = (): void => scroller.current?.removeAttribute(mark);
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isMod(event, 'a') && isOver(scroller.current, event.target)) {
        event.preventDefault();
        document.getSelection()?.removeAllRanges();
        scroller.current?.setAttribute(mark, '');
      } else if (!isMod(event, 'c') && !modifiers.has(event.key)) release();
    };
    const onCopy = (event: ClipboardEvent): void => {
      if (!scroller.current?.hasAttribute(mark)) return;
      event.clipboardData?.setData('text/plain', latest.current());
      event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown, { capture: true });
    document.addEventListener('copy', onCopy);
    document.addEventListener('pointerdown', release);
    return () => {
      document.removeEventListener('keydown', onKeyDown, { capture: true });
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('pointerdown', release);
    };
  }, [scroller]);
}

const modifiers: ReadonlySet<string> = new Set(['Control', 'Meta', 'Shift', 'Alt']);

function isMod({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent, letter: string): boolean {
  return (ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === letter;
}

/** The keys are those of what the text stands in, or of the text: lists, fields and JSON views choose all of their own. */
function isOver(scroller: HTMLElement | null, target: EventTarget | null): boolean {
  if (scroller === null || !(target instanceof Element)) return false;
  if (target.contains(scroller)) return true;
  return scroller.contains(target) && target.closest('input, textarea, [role="listbox"], [role="tree"]') === null;
}
