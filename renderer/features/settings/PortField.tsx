/** The port that clients call: taken at once, refused in words. */
import { useState } from 'react';
import { updateSettings } from '../../store/actions.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './SettingsDialog.module.css';

/** `port`: as it is set. */
export function PortField({ port }: { readonly port: number }) {
  const [text, setText] = useState(String(port));
  const [refusal, setRefusal] = useState<string | null>(null);
  const wanted = Number(text);
  const isValid = /^\d+$/.test(text) && wanted >= 1 && wanted <= 65_535;
  const isChanged = isValid && wanted !== port;
  return (
    <form
      className={styles.port}
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged) void updateSettings({ port: wanted }).then(setRefusal);
      }}
    >
      <TextField
        label="Port"
        isLabelHidden
        isMono
        inputMode="numeric"
        value={text}
        onChange={(value) => {
          setText(value);
          setRefusal(null);
        }}
        problem={refusal ?? (isValid ? null : 'A number from 1 to 65535')}
      />
      <Button type="submit" variant="solid" disabled={!isChanged}>
        Use this port
      </Button>
    </form>
  );
}
