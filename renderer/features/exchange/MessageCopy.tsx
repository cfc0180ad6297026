/** A message onto the clipboard: as text, as markdown, or as the JSON of the body. */
import type { RequestMessage } from '../../../shared/model/request-reading.ts';
import { copyText } from '../../store/actions.ts';
import { loadBodyText } from '../../store/open-actions.ts';
import { useStore } from '../../store/store.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { markdownOfMessage, textOfMessage } from './message-view.ts';

/** A menu behind an icon. */
export function MessageCopy({ message }: { readonly message: RequestMessage }) {
  const copyJson = async (): Promise<void> => {
    const id = useStore.getState().openExchange?.id;
    const result = id ? await loadBodyText({ id, direction: 'request', path: message.path }) : null;
    if (result?.ok) await copyText(result.value.text);
  };
  return (
    <Menu
      label={`Copy ${message.path}`}
      trigger={<IconButton icon="copy" label={`Copy ${message.path}`} size="small" />}
      entries={[
        { kind: 'item', title: 'Copy text', onSelect: () => void copyText(textOfMessage(message)) },
        { kind: 'item', title: 'Copy markdown', onSelect: () => void copyText(markdownOfMessage(message)) },
        { kind: 'item', title: 'Copy JSON', onSelect: () => void copyJson() },
      ]}
    />
  );
}
