/** One message of a request: its role, its parts, long texts clamped. */
import { useState } from 'react';
import type { RequestMessage, RequestPart, RequestRole } from '../../../shared/model/request-reading.ts';
import { Button } from '../../ui/Button.tsx';
import { colorOfRole, type Role } from './event-role.ts';
import { bytesText, countText } from './figures.ts';
import { mediaSource } from './media-source.ts';
import styles from './RequestTab.module.css';

const roleOf: Readonly<Record<RequestRole, Role>> = { system: 'system', user: 'user', assistant: 'text', tool: 'user' };

/** Behind a role bar, like a block of a completion. */
export function RequestMessageView({ message }: { readonly message: RequestMessage }) {
  return (
    <article className={styles.message} style={{ ['--c' as string]: colorOfRole(roleOf[message.role]) }}>
      <header className={styles.messageHead}>
        <b>{message.role}</b>
        {message.name && <span>{message.name}</span>}
        <span className="mono faint">{message.path}</span>
        {message.hasCacheMarker && <span className={styles.marker}>cache marker</span>}
      </header>
      {numbered(message.parts).map(({ key, part }) => (
        <Part key={key} part={part} />
      ))}
    </article>
  );
}

function numbered(parts: readonly RequestPart[]): readonly { readonly key: string; readonly part: RequestPart }[] {
  return parts.map((part, index) => ({ key: `${part.kind} ${index}`, part }));
}

function Part({ part }: { readonly part: RequestPart }) {
  switch (part.kind) {
    case 'text':
      return <Clamped text={part.text} />;
    case 'reasoning':
      return (
        <div className={styles.reasoning}>
          <b>Reasoning</b>
          <Clamped text={part.text} />
        </div>
      );
    case 'tool-call':
      return (
        <div className={styles.call}>
          <p>
            <b>{part.name}</b> {part.id && <span className="mono faint">{part.id}</span>}
          </p>
          <Clamped text={typeof part.input === 'string' ? part.input : JSON.stringify(part.input, null, 2)} isCode />
        </div>
      );
    case 'tool-result':
      return (
        <div className={styles.result} data-error={part.isError || undefined}>
          <p>
            {part.isError ? 'error from ' : 'result of '}
            <b>{part.name ?? part.toolCallId ?? 'a tool'}</b>
          </p>
          <Clamped text={part.text} isCode />
        </div>
      );
    case 'image':
    case 'audio':
    case 'file':
      return <Media part={part} />;
    default:
      return <Clamped text={`${part.label} ${JSON.stringify(part.native, null, 2)}`} isCode />;
  }
}

function Media({ part }: { readonly part: Extract<RequestPart, { kind: 'image' | 'audio' | 'file' }> }) {
  const source = part.kind === 'image' && part.data !== null ? mediaSource(part.mediaType, part.data, 'image') : null;
  const size = part.data === null ? null : bytesText(Math.floor((part.data.length * 3) / 4));
  return (
    <div>
      <p className="subtle">
        {[part.kind, part.name, part.mediaType, size].filter(Boolean).join(', ')}
        {part.url && <code className={styles.url}> {part.url}, not loaded</code>}
      </p>
      {source && <img className={styles.image} src={source} alt={part.name ?? 'Sent with the request'} />}
    </div>
  );
}

const clampLines = 14;
const clampCharacters = 1800;

function Clamped({ text, isCode = false }: { readonly text: string; readonly isCode?: boolean }) {
  const [isWhole, setWhole] = useState(false);
  const clamped = clampText(text);
  const isLong = clamped.length < text.length;
  const shown = isWhole ? text : clamped;
  return (
    <>
      <p className={isCode ? styles.codeText : styles.text}>
        {shown}
        {isLong && !isWhole && '…'}
      </p>
      {isLong && (
        <Button size="tiny" onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Show less' : `Show all, ${countText(text.length)} characters`}
        </Button>
      )}
    </>
  );
}

function clampText(text: string): string {
  const short = text.slice(0, clampCharacters);
  let at = -1;
  for (let line = 0; line < clampLines; line += 1) {
    at = short.indexOf('\n', at + 1);
    if (at === -1) return short;
  }
  return short.slice(0, at);
}
