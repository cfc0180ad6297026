/** What the hand is on in the overview, in two lines above the lanes. For the eye: the keys open the request itself. */
import { formatSeconds } from '../../lib/format.ts';
import { requestWords } from './agent-words.ts';
import styles from './Overview.module.css';
import type { OverviewScene } from './overview-scene.ts';
import type { Pointed } from './use-overview-hand.ts';

/** Stands at the head's place, so that it covers no lane. */
export function OverviewTip({ pointed, scene }: { readonly pointed: Pointed; readonly scene: OverviewScene }) {
  const { title, facts } = wordsOf(pointed, scene.now);
  return (
    <div className={styles.tip} aria-hidden="true">
      <strong className="cut">{title}</strong>
      <span className="cut">{facts}</span>
    </div>
  );
}

function wordsOf({ hit }: Pointed, now: number): { readonly title: string; readonly facts: string } {
  if (hit.kind === 'request') return requestWords(hit.request.summary, now);
  if (hit.kind === 'gap') {
    return {
      title: `${hit.lane.title} runs ${hit.gap.words}`,
      facts: `${formatSeconds(hit.gap.end - hit.gap.start)} s between two requests`,
    };
  }
  return { title: hit.lane.title, facts: '' };
}
