/** How Wirelens behaves beyond its windows: its place in the tray, life without a window, what it announces. */
import type { DesktopSettings, NotificationSettings } from '../../../shared/model/desktop.ts';
import { updateSettings } from '../../store/actions.ts';
import { useStore } from '../../store/store.ts';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { SettingRow } from './SettingRow.tsx';

/** For the search of the settings. */
export const desktopWords =
  'desktop tray dock icon background close last window keep running notifications announce errors finished long upstream down';

/** `desktop`: as it is set. */
export function DesktopSection({ desktop }: { readonly desktop: DesktopSettings }) {
  const hasTrayHost = useStore((state) => state.hasTrayHost);
  const platform = useStore((state) => state.platform);
  const { notifications } = desktop;
  const change = (next: Partial<DesktopSettings>): void => void updateSettings({ desktop: { ...desktop, ...next } });
  const announce = (next: Partial<NotificationSettings>): void =>
    change({ notifications: { ...notifications, ...next } });
  return (
    <>
      <Choice
        title={platform === 'darwin' ? 'Icon in the menu bar' : 'Icon in the tray'}
        words={
          hasTrayHost ? 'Capture switch, running count, windows, quit' : 'Nothing on this desktop shows tray icons'
        }
        isOn={desktop.hasTray ?? hasTrayHost}
        onChange={(hasTray) => change({ hasTray })}
      />
      <Choice
        title="Go on without a window"
        words="Closing the last window leaves the proxy listening and recording"
        isOn={desktop.keepsRunning ?? platform === 'darwin'}
        onChange={(keepsRunning) => change({ keepsRunning })}
      />
      <Choice
        title="Notifications"
        words="While no window of Wirelens has the focus; a click opens what they tell of"
        isOn={notifications.isEnabled}
        onChange={(isEnabled) => announce({ isEnabled })}
      />
      {notifications.isEnabled && (
        <>
          <Choice isWithin title="Errors" isOn={notifications.errors} onChange={(errors) => announce({ errors })} />
          <Choice
            isWithin
            title="An upstream that does not answer"
            isOn={notifications.upstreamDown}
            onChange={(upstreamDown) => announce({ upstreamDown })}
          />
          <SettingRow isWithin title="Done, after more than">
            <Select
              label="Done, after more than"
              isBoxed
              options={durations}
              value={String(notifications.finishedAfterSeconds ?? '')}
              onChange={(value) => announce({ finishedAfterSeconds: value === '' ? null : Number(value) })}
            />
          </SettingRow>
        </>
      )}
    </>
  );
}

const durations = [
  { value: '10', title: '10 seconds' },
  { value: '30', title: '30 seconds' },
  { value: '60', title: '1 minute' },
  { value: '300', title: '5 minutes' },
  { value: '1800', title: '30 minutes' },
  { value: '', title: 'never' },
];

type ChoiceProps = {
  readonly title: string;
  readonly words?: string;
  readonly isWithin?: boolean;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
};

function Choice({ isOn, onChange, ...row }: ChoiceProps) {
  return (
    <SettingRow {...row}>
      <Switch label={row.title} isOn={isOn} onChange={onChange} />
    </SettingRow>
  );
}
