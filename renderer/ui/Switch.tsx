/** On or off, at once. */
import { Switch as BaseSwitch } from '@base-ui/react/switch';
import styles from './Switch.module.css';

type SwitchProps = {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly label: string;
  readonly tabIndex?: number;
};

/** 26 x 16; black or white when on. */
export function Switch({ isOn, onChange, label, tabIndex }: SwitchProps) {
  return (
    <BaseSwitch.Root
      className={styles.track}
      checked={isOn}
      onCheckedChange={onChange}
      aria-label={label}
      {...(tabIndex === undefined ? {} : { tabIndex })}
    >
      <BaseSwitch.Thumb className={styles.thumb} />
    </BaseSwitch.Root>
  );
}
