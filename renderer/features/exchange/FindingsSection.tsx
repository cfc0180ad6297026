/** What the decoder noticed, each with a way to the event that shows it. */
import type { Problem } from '../../../shared/model/event-record.ts';
import { describeKind } from '../../../shared/model/finding.ts';
import { selectEvent } from '../../store/open-actions.ts';
import { Hint } from '../../ui/Hint.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Section } from '../../ui/Section.tsx';
import styles from './Inspector.module.css';

type FindingsSectionProps = { readonly problems: readonly Problem[]; readonly captureProblem: string | null };

const shownFindings = 50;
const findingsHint = (
  <Hint term="Findings">
    What the server did against its own format, or what could not be read. Your program got the same bytes: look here
    when its SDK and the answer disagree.
  </Hint>
);

/** Nothing when nothing was found. */
export function FindingsSection({ problems, captureProblem }: FindingsSectionProps) {
  const count = problems.length + (captureProblem === null ? 0 : 1);
  if (count === 0) return null;
  return (
    <Section title="Findings" count={count} hint={findingsHint}>
      {captureProblem !== null && (
        <Finding title="Capture" isHard={false} explanation="" message={captureProblem} eventIndex={null} />
      )}
      {problems.slice(0, shownFindings).map((problem) => (
        <Finding
          key={`${problem.kind} ${problem.eventIndex} ${problem.message}`}
          title={describeKind(problem.kind).title}
          explanation={describeKind(problem.kind).explanation}
          isHard={isHard(problem.kind)}
          message={problem.message}
          eventIndex={problem.eventIndex}
        />
      ))}
      {problems.length > shownFindings && <p className="faint">{problems.length - shownFindings} more</p>}
    </Section>
  );
}

/** Part of the answer is missing or could not be read; everything else the answer survives. */
function isHard(kind: string): boolean {
  return kind.startsWith('malformed') || describeKind(kind).category === 'transport';
}

type FindingProps = {
  readonly title: string;
  readonly isHard: boolean;
  readonly explanation: string;
  readonly message: string;
  readonly eventIndex: number | null;
};

/** What clients will make of it is in the title's tip. */
function Finding({ title, isHard, explanation, message, eventIndex }: FindingProps) {
  return (
    <div className={styles.finding} data-tone={isHard ? 'danger' : 'warning'}>
      <Icon name={isHard ? 'error' : 'warning'} />
      <div>
        <b className={styles.findingTitle} title={explanation}>
          {title}
        </b>
        <p>{message}</p>
        {eventIndex === null ? (
          <span className={styles.reference}>whole stream</span>
        ) : (
          <button type="button" className={styles.reference} onClick={() => selectEvent(eventIndex)}>
            event {eventIndex}
          </button>
        )}
      </div>
    </div>
  );
}
