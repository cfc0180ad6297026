/** One started program: how it stands, what it writes, its exchanges, its end. */
import { useLayoutEffect, useRef } from 'react';
import { keptOutput, type StartedProgram } from '../../../shared/model/program.ts';
import { countOf, formatClock, formatSeconds } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { setFilterText, showPanel } from '../../store/actions.ts';
import { startProgram, stopProgram, watchProgram } from '../../store/program-actions.ts';
import { selectProgramTallies } from '../../store/program-selectors.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Pill } from '../../ui/Pill.tsx';
import styles from './ProgramDialog.module.css';
import { isOpen, isTroubled, programState } from './program-words.ts';

/** The body of the dialog. */
export function ProgramOutputView({ program }: { readonly program: StartedProgram }) {
  const tally = useStore(selectProgramTallies).get(program.id);
  const showExchanges = () => {
    setFilterText(`program:${program.id}`);
    showPanel(null);
  };
  return (
    <>
      <dl className={styles.facts}>
        <dt>{program.kind === 'terminal' ? 'Terminal' : 'Command'}</dt>
        <dd className="mono">{program.command}</dd>
        <dt>Folder</dt>
        <dd className="mono">{program.folder || 'yours to choose'}</dd>
        <dt>State</dt>
        <dd>
          <State program={program} />
        </dd>
        <dt>Seen</dt>
        <dd>
          {countOf(tally?.exchanges ?? 0, 'exchange')}
          {tally !== undefined && tally.tunnels > 0 && <>, {countOf(tally.tunnels, 'tunnel')} unread</>}
        </dd>
      </dl>
      {program.problem && (
        <p className={styles.refusal} role="alert">
          {program.problem}
        </p>
      )}
      <Output program={program} />
      <div className={styles.buttons}>
        <Button onClick={() => void watchProgram(null)}>Start another…</Button>
        <span className="spacer" />
        <Button variant="solid" disabled={tally === undefined} onClick={showExchanges}>
          Show only its exchanges
        </Button>
        <EndButton program={program} />
      </div>
    </>
  );
}

function State({ program }: { readonly program: StartedProgram }) {
  const now = useNow(isOpen(program));
  const lived = (program.endedAt ?? now) - program.startedAt;
  return (
    <span className={styles.state}>
      <Pill tone={isTroubled(program) ? 'danger' : 'plain'} isLive={isOpen(program)}>
        {programState(program)}
      </Pill>
      <span className="faint numbers">
        {program.pid !== null && `pid ${program.pid}, `}
        since {formatClock(program.startedAt)}
        {program.state !== 'detached' && `, ${formatSeconds(lived)} s`}
      </span>
    </span>
  );
}

function Output({ program }: { readonly program: StartedProgram }) {
  const output = useStore((state) => state.programOutput);
  const scroller = useRef<HTMLDivElement>(null);
  const isPinned = useRef(true);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element && isPinned.current && output) element.scrollTop = element.scrollHeight;
  }, [output]);
  const text = output?.text ?? '';
  return (
    <div
      role="log"
      ref={scroller}
      className={styles.output}
      aria-label="Output"
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        isPinned.current = scrollHeight - scrollTop - clientHeight < 24;
      }}
    >
      {output !== null && output.total > keptOutput && <em>Only the last part is kept.{'\n'}</em>}
      {text}
      {text === '' && <em>{silence(program)}</em>}
    </div>
  );
}

function silence({ kind, state }: StartedProgram): string {
  if (kind === 'terminal') return 'What is written there stays there.';
  return state === 'running' ? 'Nothing written yet.' : 'It wrote nothing.';
}

function EndButton({ program }: { readonly program: StartedProgram }) {
  const { command, folder, mode, kind, state } = program;
  if (state === 'running') {
    return (
      <Button variant="danger" icon="stop" onClick={() => void stopProgram(program.id)}>
        {kind === 'terminal' ? 'Close it' : 'Stop'}
      </Button>
    );
  }
  if (state === 'detached') {
    return (
      <Button variant="danger" icon="stop" onClick={() => void stopProgram(program.id)}>
        Stop listening to it
      </Button>
    );
  }
  if (kind === 'terminal') return null;
  return (
    <Button variant="primary" icon="play" onClick={() => void startProgram({ command, folder, mode })}>
      Run again
    </Button>
  );
}
