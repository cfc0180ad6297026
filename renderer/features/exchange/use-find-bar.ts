/** Whether the sheet's find bar is open, and what it searches: the view that is on the sheet. */
import { useCallback, useEffect, useState } from 'react';
import { useStore } from '../../store/store.ts';
import type { FindTarget } from './find-target.ts';

export type FindBarState = {
  readonly isOpen: boolean;
  readonly target: FindTarget | null;
  readonly requests: number;
  readonly register: (target: FindTarget | null) => void;
  readonly close: () => void;
};

/** True while the keyboard is in the event log: there Mod+F filters. */
export function isLogFocused(): boolean {
  return document.activeElement?.closest('section[aria-label="Event log"]') != null;
}

/** Opens with Mod+F where a view can be searched; JSON views have a search of their own. */
export function useFindBar(): FindBarState {
  const requests = useStore((state) => state.findRequests);
  const [answered, setAnswered] = useState(requests);
  const [isOpen, setOpen] = useState(false);
  const [target, setTarget] = useState<FindTarget | null>(null);
  useEffect(() => {
    if (requests === answered) return;
    setAnswered(requests);
    if (target !== null && !isLogFocused()) setOpen(true);
  }, [requests, answered, target]);
  const register = useCallback((next: FindTarget | null) => setTarget(next), []);
  return { isOpen: isOpen && target !== null, target, requests, register, close: () => setOpen(false) };
}
