/** Keys that work wherever the focus is, except while typing. */
import { useEffect } from 'react';
import { focusFilter, showPanel, toggleCapturing, togglePanel } from '../../store/actions.ts';
import { useStore } from '../../store/store.ts';

/** Listens on the window. */
export function useShortcuts(): void {
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  const hasModifier = event.ctrlKey || event.metaKey;
  if (hasModifier && event.shiftKey && event.key.toLowerCase() === 'p') {
    event.preventDefault();
    void toggleCapturing();
    return;
  }
  if (hasModifier || event.altKey || isTyping(event.target)) return;
  // A panel has its own keys (E edits, T tests): only the ones that open are ours.
  if (useStore.getState().panel !== null) return;
  switch (event.key) {
    case '/':
      event.preventDefault();
      focusFilter();
      return;
    case 'u':
    case 'U':
      togglePanel('upstreams');
      return;
    case 'c':
    case 'C':
      showPanel('connect');
  }
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable || target.matches('input, textarea, select') || target.closest('[role="dialog"]') !== null
  );
}
