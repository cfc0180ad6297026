/** One message of a request: its role, its parts as markdown, plain or raw; tool calls with their later results. */

import { memo } from 'react';
import { prettyValue } from '../../../shared/lib/pretty-json.ts';
import type { RequestMessage, RequestPart, RequestRole } from '../../../shared/model/request-reading.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { ClampedText } from './ClampedText.tsx';
import { colorOfRole, type Role } from './event-role.ts';
import { MessageCopy } from './MessageCopy.tsx';
import { MessageRaw } from './MessageRaw.tsx';
import { type MessageForm, type MessageView, type ToolJoins, textOfMessage } from './message-view.ts';
import { RequestMedia } from './RequestMedia.tsx';
import styles from './RequestTab.module.css';
import { inputText } from './use-request-find.ts';

const roleOf: Readonly<Record<RequestRole, Role>> = { system: 'system', user: 'user', assistant: 'text', tool: 'user' };

const forms: readonly { readonly value: MessageForm; readonly title: string }[] = [
  { value: 'markdown', title: 'Markdown' },
  { value: 'plain', title: 'Plain' },
  { value: 'raw', title: 'Raw' },
];

type RequestMessageViewProps = {
  readonly message: RequestMessage;
  readonly view: MessageView;
  readonly joins: ToolJoins;
  readonly onView: (view: MessageView) => void;
  readonly onShowMessage: (index: number) => void;
};

/** Behind a role bar, like a block of a completion. */
export const RequestMessageView = memo(function RequestMessageView(props: RequestMessageViewProps) {
  const { message, view, joins, onView, onShowMessage } = props;
  const { isFolded, form } = view;
  return (
    <article
      className={styles.message}
      style={{ ['--c' as string]: colorOfRole(roleOf[message.role]) }}
      aria-label={`${message.role} ${message.path}`}
    >
      <header className={styles.messageHead}>
        <button
          type="button"
          className={styles.fold}
          aria-expanded={!isFolded}
          onClick={() => onView({ ...view, isFolded: !isFolded })}
        >
          <Icon name={isFolded ? 'right' : 'down'} size={12} />
          <b>{message.role}</b>
        </button>
        {message.name && <span>{message.name}</span>}
        {message.path !== message.role && <span className="mono faint">{message.path}</span>}
        {message.hasCacheMarker && <span className={styles.marker}>cache marker</span>}
        {isFolded && <span className="cut faint">{textOfMessage(message).slice(0, 200)}</span>}
        <span className="spacer" />
        {!isFolded && (
          <span className={styles.messageTools}>
            <Segmented
              label={`Form of ${message.path}`}
              size="small"
              options={forms}
              value={form}
              onChange={(next) => onView({ ...view, form: next })}
            />
            <MessageCopy message={message} />
          </span>
        )}
      </header>
      {!isFolded && form === 'raw' && <MessageRaw path={message.path} />}
      {!isFolded &&
        form !== 'raw' &&
        numbered(message.parts).map(({ key, part }) => (
          <Part
            key={key}
            part={part}
            isPlain={form === 'plain'}
            isWhole={view.isWhole}
            joins={joins}
            onWhole={(isWhole) => onView({ ...view, isWhole })}
            onShowMessage={onShowMessage}
          />
        ))}
    </article>
  );
});

function numbered(parts: readonly RequestPart[]): readonly { readonly key: string; readonly part: RequestPart }[] {
  return parts.map((part, index) => ({ key: `${part.kind} ${index}`, part }));
}

type PartProps = {
  readonly part: RequestPart;
  readonly isPlain: boolean;
  readonly isWhole: boolean;
  readonly joins: ToolJoins;
  readonly onWhole: (isWhole: boolean) => void;
  readonly onShowMessage: (index: number) => void;
};

function Part(props: PartProps) {
  const { part, isPlain, isWhole, joins, onWhole } = props;
  const text = { isWhole, onWhole };
  switch (part.kind) {
    case 'text':
      return <ClampedText {...text} text={part.text} form={isPlain ? 'plain' : 'markdown'} />;
    case 'reasoning':
      return (
        <div className={styles.reasoning}>
          <b>Reasoning</b>
          <ClampedText {...text} text={part.text} form="plain" />
        </div>
      );
    case 'tool-call':
      return <ToolCall {...props} part={part} />;
    case 'tool-result':
      return (
        <div className={styles.result} data-error={part.isError || undefined}>
          <p>
            {part.isError ? 'error from ' : 'result of '}
            <b>{part.name ?? joins.names.get(part.toolCallId ?? '') ?? part.toolCallId ?? 'a tool'}</b>
          </p>
          <ClampedText {...text} text={part.text} form="code" />
        </div>
      );
    case 'image':
    case 'audio':
    case 'file':
      return <RequestMedia part={part} />;
    default:
      return <ClampedText {...text} text={`${part.label} ${prettyValue(part.native)}`} form="code" />;
  }
}

function ToolCall({
  part,
  joins,
  isWhole,
  onWhole,
  onShowMessage,
}: PartProps & { readonly part: Extract<RequestPart, { kind: 'tool-call' }> }) {
  const joined = part.id === null ? undefined : joins.results.get(part.id);
  return (
    <div className={styles.call}>
      <p>
        <b>{part.name}</b> {part.id && <span className="mono faint">{part.id}</span>}
      </p>
      <ClampedText text={inputText(part.input)} form="code" isWhole={isWhole} onWhole={onWhole} />
      {joined && (
        <details className={styles.joined} data-error={joined.result.isError || undefined}>
          <summary>
            <span>{joined.result.isError ? 'failed' : 'returned'}</span>
            <span className="cut faint">{joined.result.text.slice(0, 200)}</span>
          </summary>
          <ClampedText text={joined.result.text} form="code" isWhole={isWhole} onWhole={onWhole} />
          <button type="button" className={styles.jump} onClick={() => onShowMessage(joined.index)}>
            {joined.path}
          </button>
        </details>
      )}
    </div>
  );
}
