/** Spans to an OpenTelemetry collector as exchanges end: where to, what of them, and how it goes. */
import { useEffect, useState } from 'react';
import type { TelemetrySettings, TelemetryStatus } from '../../../shared/model/telemetry.ts';
import { countOf } from '../../lib/format.ts';
import { updateSettings } from '../../store/actions.ts';
import { telemetryStatus, testCollector } from '../../store/telemetry-actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { SettingRow } from './SettingRow.tsx';
import styles from './TracesSection.module.css';

type Words = { readonly isGood: boolean; readonly text: string };

/** `telemetry`: as it is set. */
export function TracesSection({ telemetry }: { readonly telemetry: TelemetrySettings }) {
  const [endpoint, setEndpoint] = useState(telemetry.endpoint);
  const [words, setWords] = useState<Words | null>(null);
  const { isEnabled, withContent, isRedacting } = telemetry;
  const status = useStatus(isEnabled);
  const change = async (next: Partial<TelemetrySettings>): Promise<void> => {
    const refusal = await updateSettings({ telemetry: { ...telemetry, endpoint: endpoint.trim(), ...next } });
    setWords(refusal === null ? null : { isGood: false, text: refusal });
  };
  const told = words ?? (isEnabled && status !== null ? statusWords(status) : null);
  return (
    <>
      <form
        className={styles.where}
        onSubmit={(event) => {
          event.preventDefault();
          void change({ isEnabled: true });
        }}
      >
        <TextField
          label="Collector"
          isLabelHidden
          isMono
          placeholder="http://127.0.0.1:4318"
          value={endpoint}
          onChange={(text) => {
            setEndpoint(text);
            setWords(null);
          }}
        />
        <Button disabled={endpoint.trim() === ''} onClick={() => void testCollector(endpoint.trim()).then(setWords)}>
          Test
        </Button>
        <Button
          type="submit"
          variant="solid"
          disabled={endpoint.trim() === '' || (isEnabled && endpoint.trim() === telemetry.endpoint)}
        >
          Send there
        </Button>
      </form>
      <Choice title="Send traces" isOn={isEnabled} onChange={(isOn) => void change({ isEnabled: isOn })} />
      <Choice
        title="Prompts and answers too"
        isOn={withContent}
        onChange={(isOn) => void change({ withContent: isOn })}
      />
      {withContent && (
        <Choice
          isWithin
          title="With stand-ins for secrets and personal data"
          isOn={isRedacting}
          onChange={(isOn) => void change({ isRedacting: isOn })}
        />
      )}
      <p className={styles.words} data-good={told?.isGood} role="status">
        {told?.text}
      </p>
    </>
  );
}

type ChoiceProps = {
  readonly title: string;
  readonly isWithin?: boolean;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
};

function Choice({ isOn, onChange, ...row }: ChoiceProps) {
  return (
    <SettingRow {...row}>
      <Switch isOn={isOn} label={row.title} onChange={onChange} />
    </SettingRow>
  );
}

function statusWords({ sent, waiting, lost, problem }: TelemetryStatus): Words {
  const counts = [
    `${countOf(sent, 'exchange')} sent`,
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
    ...(lost > 0 ? [`${lost} not sent`] : []),
  ].join(', ');
  return { isGood: problem === null, text: problem === null ? `${counts}.` : `${counts}. ${problem}` };
}

/** Asked each second while the dialog is open. */
function useStatus(isEnabled: boolean): TelemetryStatus | null {
  const [status, setStatus] = useState<TelemetryStatus | null>(null);
  useEffect(() => {
    if (!isEnabled) return;
    let isOver = false;
    const ask = (): void => void telemetryStatus().then((next) => !isOver && setStatus(next));
    ask();
    const timer = setInterval(ask, 1000);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [isEnabled]);
  return status;
}
