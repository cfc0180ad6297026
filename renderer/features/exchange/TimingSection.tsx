/** Where the time went: connection, first byte, first token, stream, total, each with its place on the whole. */
import type { ExchangeDetail } from '../../../shared/model/exchange.ts';
import type { OpenExchange } from '../../store/open-exchange.ts';
import { Section } from '../../ui/Section.tsx';
import { colorOfRole } from './event-role.ts';
import { durationText } from './figures.ts';
import styles from './Inspector.module.css';
import { timingSteps } from './timing-steps.ts';
import { isRunning, trackOf } from './use-track.ts';

/** Bars stand on one scale from the start to the end. */
export function TimingSection({ open, detail }: { readonly open: OpenExchange; readonly detail: ExchangeDetail }) {
  const track = trackOf(open);
  const running = isRunning(open);
  const nowMs = Date.now() - track.startedAt;
  const steps = timingSteps(detail, track.firstContentMs, nowMs);
  const whole = Math.max(1, ...steps.map((step) => step.endMs));
  const left = (ms: number): string => `${(ms / whole) * 100}%`;
  return (
    <Section title="Timing" aside={running ? 'live' : undefined}>
      <div className={styles.ladder}>
        {steps.map((step) => (
          <div key={step.name} className={styles.step} title={step.title}>
            <span>{step.name}</span>
            <span className={styles.lane}>
              {step.note && <em>{step.note}</em>}
              {step.name === 'stream'
                ? track.blocks.map((block) => (
                    <i
                      key={`${block.choice}:${block.key}`}
                      style={{
                        left: left(block.startMs),
                        width: left(Math.max(0, block.endMs - block.startMs)),
                        background: colorOfRole(block.role),
                      }}
                    />
                  ))
                : !step.note && <i style={{ left: left(step.startMs), width: left(step.endMs - step.startMs) }} />}
            </span>
            <b>{durationText(step.shownMs)}</b>
          </div>
        ))}
      </div>
    </Section>
  );
}
