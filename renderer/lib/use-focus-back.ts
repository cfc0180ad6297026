/** The focus of a part that comes and goes: taken from what went when it came, given to the list when it goes. Else keys reach nothing. */
import { type RefObject, useLayoutEffect, useRef } from 'react';

/** For the outermost element; without a `tabIndex` it takes no focus, and only gives. */
export function useFocusBack<Part extends HTMLElement>(): RefObject<Part | null> {
  const part = useRef<Part>(null);
  useLayoutEffect(() => {
    const element = part.current;
    if (document.activeElement === document.body) element?.focus({ preventScroll: true });
    return () => {
      // Its nodes are still there while its effects are undone.
      if (!element?.contains(document.activeElement)) return;
      document.querySelector<HTMLElement>('[role="tree"][aria-label="Exchanges"]')?.focus();
    };
  }, []);
  return part;
}
