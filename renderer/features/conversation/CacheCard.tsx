/** The prompt-cache explainer of one turn: what was not read, since where, what it cost, how long the entry lives. */
import { useEffect, useState } from 'react';
import { changedSpan } from '../../../shared/conversation/changed-span.ts';
import type { CacheExplanation, PrefixDifference } from '../../../shared/model/cache-explanation.ts';
import type { Turn } from '../../../shared/model/conversation.ts';
import { withCommas } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { loadCacheExplanation } from '../../store/conversation-actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Excerpts } from './ChangeView.tsx';
import styles from './ConversationTab.module.css';
import { dollars } from './cost-text.ts';

type CacheCardProps = { readonly turn: Turn; readonly previous: Turn; readonly onShowRequest: () => void };

/** Nothing until it is known. */
export function CacheCard({ turn, previous, onShowRequest }: CacheCardProps) {
  const [told, setTold] = useState<CacheExplanation | null>(null);
  useEffect(() => {
    let isGone = false;
    void loadCacheExplanation(turn.id, previous.id).then((explanation) => {
      if (!isGone) setTold(explanation);
    });
    return () => {
      isGone = true;
    };
  }, [turn.id, previous.id]);
  if (told === null || !told.verdict.startsWith('missed')) return null;
  const cost = told.missCostUsd === null ? 'cost unknown' : `cost ${dollars(told.missCostUsd)} more than a hit`;
  return (
    <div className={styles.cache}>
      <header>
        <Icon name="warning" />
        <b>{withCommas(told.missedTokens)} cached tokens were not read</b>
        <span className="spacer" />
        <span>{cost}</span>
      </header>
      <p>
        <Reason told={told} />
      </p>
      {told.difference && <Difference difference={told.difference} previous={previous} turn={turn} />}
      <footer>
        <span className="faint">
          {markerWords(told)} <Life until={told.livesUntil} />
        </span>
        <span className="spacer" />
        <Button size="small" onClick={onShowRequest}>
          Show in the request
        </Button>
      </footer>
    </div>
  );
}

function Reason({ told }: { readonly told: CacheExplanation }) {
  const causes = told.causes.length > 0 ? ` Also, ${told.causes.join(', ')}.` : '';
  if (told.difference !== null) {
    const { path, character } = told.difference;
    return (
      <>
        The prefix differs at <code>{path}</code>
        {character === null ? '' : `, character ${withCommas(character)}`}. Everything after that place was read again.
        {causes}
      </>
    );
  }
  if (told.causes.length > 0) return <>The prompt is the same, but {told.causes.join(', ')}.</>;
  const seconds = withCommas(Math.round(told.gapMs / 1000));
  if (told.verdict === 'missed-expired')
    return <>The prefix is the same, but {seconds} s had passed: the entry had expired.</>;
  return <>The prefix is the same and {seconds} s old: the provider let its entry go, or another machine answered.</>;
}

function Difference({
  difference,
  previous,
  turn,
}: {
  readonly difference: PrefixDifference;
  readonly previous: Turn;
  readonly turn: Turn;
}) {
  const { before, after } = difference;
  const span = changedSpan(before?.rest ?? '', after?.rest ?? '', 0);
  const rows = [
    {
      name: `turn ${previous.label}`,
      isOld: true,
      lead: before?.lead ?? '',
      part: span?.before ?? '',
      rest: before?.rest,
    },
    { name: `turn ${turn.label}`, isOld: false, lead: after?.lead ?? '', part: span?.after ?? '', rest: after?.rest },
  ];
  return (
    <Excerpts
      rows={rows.map(({ name, isOld, lead, part, rest }) => ({
        name,
        isOld,
        lead,
        part: rest === undefined ? 'nothing' : part,
        tail: rest?.slice(part.length) ?? '',
      }))}
    />
  );
}

function markerWords({ markers }: CacheExplanation): string {
  if (markers.length === 0) return 'No cache markers.';
  return `Cache markers: ${markers.map(({ path }) => path).join(', ')}.`;
}

/** Counts down; silent once the entry is gone. */
function Life({ until }: { readonly until: number | null }) {
  const now = useNow(until !== null && until > Date.now());
  const left = until === null ? 0 : Math.ceil((until - now) / 1000);
  if (left <= 0) return null;
  return (
    <span className="numbers">
      Entry lives {Math.floor(left / 60)}:{String(left % 60).padStart(2, '0')}.
    </span>
  );
}
