/** Feeds the overview at a gentle pace: four looks a second, and a new picture only where something changed or runs. */
import { useEffect, useRef, useState } from 'react';
import { untilFigures } from '../../lib/beat.ts';
import { isUnsettled, loadLinks } from '../../store/conversation-actions.ts';
import type { TimeRange } from '../../store/filter-slice.ts';
import { selectMatching } from '../../store/selectors.ts';
import { useStore } from '../../store/store.ts';
import { type OverviewScene, sceneOf } from './overview-scene.ts';

const restMs = 250;
/**
 * An exchange is linked once capture rests after its end, and by its request alone while it runs, where that says enough:
 * it is asked for again, each time after twice the wait, for some minutes.
 */
const askEveryMs = 2_500;
const mostAsked = 9;

/** The scene as of the last beat. */
export function useOverview(zoom: TimeRange | null): OverviewScene {
  const [scene, setScene] = useState(() => look(zoom));
  const shown = useRef<unknown>(null);
  useEffect(() => {
    setScene(look(zoom));
    const lookAgain = (): void => {
      timer = setTimeout(lookAgain, untilFigures(restMs, performance.now()));
      if (document.hidden) return;
      const state = useStore.getState();
      const matching = selectMatching(state);
      setScene((before) => {
        if (shown.current === matching && before.links === state.links && !before.scene.isLive) return before;
        shown.current = matching;
        return look(zoom);
      });
    };
    let timer = setTimeout(lookAgain, untilFigures(restMs, performance.now()));
    return () => clearTimeout(timer);
  }, [zoom]);
  useLinks(scene.scene);
  return scene.scene;
}

function look(zoom: TimeRange | null) {
  const state = useStore.getState();
  return { links: state.links, scene: sceneOf(selectMatching(state), state.links, zoom, Date.now()) };
}

/** Sub-agents are known by their links. */
function useLinks(scene: OverviewScene): void {
  const latest = useRef(scene);
  latest.current = scene;
  useEffect(() => {
    /** What was asked of one that ran is asked anew when it has ended. */
    const asked = new Map<string, { readonly times: number; readonly nextAt: number }>();
    const ask = (): void => {
      if (document.hidden) return;
      const { links } = useStore.getState();
      const requests = latest.current.lanes.flatMap((lane) => lane.requests);
      const now = Date.now();
      const missing = requests.flatMap(({ summary: { id, phase } }) => {
        const isKnown = phase === 'ended' ? !isUnsettled(links.get(id)) : links.has(id);
        const key = `${id} ${phase === 'ended'}`;
        const { times, nextAt } = asked.get(key) ?? { times: 0, nextAt: 0 };
        return !isKnown && times < mostAsked && now >= nextAt ? [{ id, key, times: times + 1 }] : [];
      });
      for (const { key, times } of missing)
        asked.set(key, { times, nextAt: now + (times < 4 ? 0 : askEveryMs * 2 ** (times - 3)) });
      if (missing.length > 0) void loadLinks(missing.map(({ id }) => id));
    };
    const first = setTimeout(ask, 400);
    const timer = setInterval(ask, askEveryMs);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, []);
}
