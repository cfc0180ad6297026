/** Which parts of something long are near enough to the view to be made: one observer for all, made one by one. */
import { type RefObject, useEffect, useState } from 'react';

type Watched = { isNear: boolean; readonly setNear: (isNear: boolean) => void };

/** Parts come and go within this distance of what their scroller shows. */
const distance = '1200px';
const watched = new WeakMap<Element, Watched>();
const waiting = new Set<Element>();
let observer: IntersectionObserver | null = null;
let isScheduled = false;

/** Chromium since 120; scrollers in between cut off what `rootMargin` adds. */
type ObserverOptions = IntersectionObserverInit & { readonly scrollMargin: string };

/** True while the element is near the view; `isEager`: from the start, before it was ever looked at. */
export function useNearView(element: RefObject<HTMLElement | null>, isEager: boolean): boolean {
  const [isNear, setNear] = useState(isEager);
  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    const options: ObserverOptions = { rootMargin: distance, scrollMargin: distance };
    observer ??= new IntersectionObserver(take, options);
    watched.set(target, { isNear: isEager, setNear });
    observer.observe(target);
    return () => {
      observer?.unobserve(target);
      waiting.delete(target);
    };
  }, [element, isEager]);
  return isNear;
}

function take(entries: readonly IntersectionObserverEntry[]): void {
  for (const { target, isIntersecting } of entries) {
    const part = watched.get(target);
    if (part === undefined) continue;
    part.isNear = isIntersecting;
    waiting.add(target);
  }
  if (waiting.size > 0) schedule();
}

function schedule(): void {
  if (isScheduled) return;
  isScheduled = true;
  setTimeout(settle, 0);
}

/** What comes is made one by one, each in a task of its own, so that input and painting have their turn in between. */
function settle(): void {
  isScheduled = false;
  const selection = document.getSelection();
  for (const target of waiting) {
    waiting.delete(target);
    const part = watched.get(target);
    if (part?.isNear) {
      part.setNear(true);
      break;
    }
    // What is selected stays as it is.
    if (selection === null || selection.isCollapsed || !selection.containsNode(target, true)) part?.setNear(false);
  }
  if (waiting.size > 0) schedule();
}
