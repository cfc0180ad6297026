/** Keys that work wherever the focus is, except while typing. */
import { useEffect } from 'react';
import { focusFilter, showDrawer, showPanel, toggleCapturing, togglePanel } from '../../store/actions.ts';
import { copyPickedLink, nextDetailPlace, openMainWindow, zoomWindow } from '../../store/layout-actions.ts';
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
  if (hasModifier && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    togglePanel('palette');
    return;
  }
  if (hasModifier && !event.altKey && windowKey(event)) {
    event.preventDefault();
    return;
  }
  if (event.key === 'F6' && !hasModifier && !event.altKey) {
    event.preventDefault();
    focusNextPane(event.shiftKey ? -1 : 1);
    return;
  }
  if (hasModifier || event.altKey || isTyping(event)) return;
  // A panel has its own keys (E edits, T tests): only the ones that open are ours.
  if (useStore.getState().panel !== null) return;
  switch (event.key) {
    case '?':
      event.preventDefault();
      showPanel('keys');
      return;
    case '/':
      event.preventDefault();
      focusFilter();
      return;
    case 'Escape':
      if (useStore.getState().isDrawerOpen) showDrawer(false);
      return;
    case 'u':
    case 'U':
      togglePanel('upstreams');
      return;
    case 'd':
    case 'D':
      if (useStore.getState().windowRole.kind !== 'exchange') nextDetailPlace();
      return;
    case 'c':
    case 'C':
      showPanel('connect');
  }
}

/** Keys that the menu has too: on keyboards where `+` needs Shift, and where there is no menu. False: none of them. */
function windowKey({ key, shiftKey }: KeyboardEvent): boolean {
  if (key === '+' || key === '=') void zoomWindow(1);
  else if (key === '-' || key === '_') void zoomWindow(-1);
  else if (key === '0') void zoomWindow(0);
  else if (shiftKey && key.toLowerCase() === 'c') void copyPickedLink();
  else if (!shiftKey && key.toLowerCase() === 'n') void openMainWindow();
  else return false;
  return true;
}

/** In the order of reading; those that are not there (a narrow window, the Wire view) are left out. */
const panes = [
  '[role="tree"][aria-label="Exchanges"]',
  '[role="listbox"][aria-label="Agents"]',
  '[role="slider"][aria-label="Moment that is shown"]',
  '[role="listbox"][aria-label="Events"]',
  '[data-pane="completion"]',
  '[data-pane="inspector"]',
] as const;

function focusNextPane(step: 1 | -1): void {
  const present = panes.flatMap((selector) => [...document.querySelectorAll<HTMLElement>(selector)]);
  const visible = present.filter((pane) => pane.checkVisibility({ visibilityProperty: true }));
  const at = visible.findIndex((pane) => pane.contains(document.activeElement));
  const next = at === -1 ? (step === 1 ? 0 : visible.length - 1) : (at + step + visible.length) % visible.length;
  visible[next]?.focus();
}

/** The field itself where it lies in a shadow root (the search of a JSON view), which the event's target hides. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  const isInDialog = event.target instanceof Element && event.target.closest('[role="dialog"]') !== null;
  return target.isContentEditable || target.matches('input, textarea, select') || isInDialog;
}
