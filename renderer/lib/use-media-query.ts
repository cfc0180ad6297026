/** Whether a media query holds, followed live. For layout that changes more than CSS can say, e.g. row heights. */
import { useSyncExternalStore } from 'react';

/** True while `query` matches the window. */
export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    () => window.matchMedia(query).matches,
  );
}
