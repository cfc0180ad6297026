/** mdast to React, node by node. Whatever has no case of its own is shown as its source text: nothing is dropped. */
import type { List, ListItem, Nodes, RootContent, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import type { ReactNode } from 'react';
import { GrowingText } from './GrowingText.tsx';
import { Icon } from './Icon.tsx';
import styles from './Markdown.module.css';

export type RenderContext = {
  readonly source: string;
  /** Place of `source` in the whole text. */
  readonly base: number;
  readonly onCopyLink: ((url: string) => void) | undefined;
};

const extensions = [gfm()];
const mdastExtensions = [gfmFromMarkdown()];

/** The top-level nodes of a piece of markdown. */
export function parseMarkdown(source: string): readonly RootContent[] {
  return fromMarkdown(source, { extensions, mdastExtensions }).children;
}

/** React children for a list of nodes. */
export function renderNodes(nodes: readonly Nodes[], context: RenderContext): ReactNode[] {
  return nodes.map((node) => renderNode(node, context));
}

function placeOf(node: Nodes): { readonly start: number; readonly end: number } {
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 };
}

function renderNode(node: Nodes, context: RenderContext): ReactNode {
  const key = placeOf(node).start;
  switch (node.type) {
    case 'text':
      return leaf(node, node.value, context);
    case 'paragraph':
      return <p key={key}>{renderNodes(node.children, context)}</p>;
    case 'heading': {
      const Heading = `h${Math.min(6, node.depth + 1)}` as 'h2';
      return (
        <Heading key={key} data-depth={node.depth}>
          {renderNodes(node.children, context)}
        </Heading>
      );
    }
    case 'strong':
      return <strong key={key}>{renderNodes(node.children, context)}</strong>;
    case 'emphasis':
      return <em key={key}>{renderNodes(node.children, context)}</em>;
    case 'delete':
      return <del key={key}>{renderNodes(node.children, context)}</del>;
    case 'blockquote':
      return <blockquote key={key}>{renderNodes(node.children, context)}</blockquote>;
    case 'list':
      return renderList(node, key, context);
    case 'inlineCode':
      return <code key={key}>{leaf(node, node.value, context)}</code>;
    case 'code':
      return (
        <pre key={key} className={styles.code} data-language={node.lang ?? undefined}>
          <code>{leaf(node, node.value, context)}</code>
        </pre>
      );
    case 'link':
      return renderLink(renderNodes(node.children, context), node.url, key, context);
    case 'image':
      return renderImage(node.alt ?? '', node.url, key);
    case 'table':
      return renderTable(node, key, context);
    case 'break':
      return <br key={key} />;
    case 'thematicBreak':
      return <hr key={key} />;
    default:
      return sourceOf(node, context);
  }
}

function renderList(node: List, key: number, context: RenderContext): ReactNode {
  const items = node.children.map((item) => renderItem(item, context, node.spread === true));
  if (!node.ordered) return <ul key={key}>{items}</ul>;
  return (
    <ol key={key} start={node.start ?? 1} style={{ counterReset: `item ${(node.start ?? 1) - 1}` }}>
      {items}
    </ol>
  );
}

function renderItem(item: ListItem, context: RenderContext, isLoose: boolean): ReactNode {
  const mark = typeof item.checked === 'boolean' ? (item.checked ? '☑ ' : '☐ ') : null;
  return (
    <li key={placeOf(item).start} data-loose={isLoose || undefined}>
      {mark}
      {item.children.map((child) =>
        child.type === 'paragraph' && !isLoose ? renderNodes(child.children, context) : renderNode(child, context),
      )}
    </li>
  );
}

function renderLink(children: ReactNode[], url: string, key: number, context: RenderContext): ReactNode {
  const copy = context.onCopyLink;
  return (
    <span key={key} className={styles.link} title={url}>
      {children}
      {copy && (
        <button type="button" className={styles.linkCopy} aria-label={`Copy link ${url}`} onClick={() => copy(url)}>
          <Icon name="copy" size={10} />
        </button>
      )}
    </span>
  );
}

function renderImage(alternative: string, url: string, key: number): ReactNode {
  return (
    <span key={key} className={styles.image} title={`Not loaded: ${url}`}>
      image {alternative && <b>{alternative}</b>} <span className={styles.imageUrl}>{url}</span>
    </span>
  );
}

function renderTable(node: Table, key: number, context: RenderContext): ReactNode {
  const [head, ...body] = node.children;
  const sideOf = (column: number) => node.align?.[column] ?? undefined;
  return (
    <div key={key} className={styles.tableFrame}>
      <table>
        <thead>
          <tr>
            {head?.children.map((cell, column) => (
              <th key={placeOf(cell).start} data-side={sideOf(column)}>
                {renderNodes(cell.children, context)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row) => (
            <tr key={placeOf(row).start}>
              {row.children.map((cell, column) => (
                <td key={placeOf(cell).start} data-side={sideOf(column)}>
                  {renderNodes(cell.children, context)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** HTML, footnotes, definitions: as they stand in the source. */
function sourceOf(node: Nodes, context: RenderContext): ReactNode {
  const { start, end } = placeOf(node);
  return (
    <span key={start} className={styles.source} data-at={context.base + start}>
      {context.source.slice(start, end)}
    </span>
  );
}

/** A value with its place in the source. Where the two differ (indented lines, escapes), line by line. */
function leaf(node: Nodes, value: string, context: RenderContext): ReactNode {
  const { start, end } = placeOf(node);
  const place = findPlace(value, context.source, start, end);
  if (place !== null) {
    return <GrowingText key={start} text={value} at={context.base + place} />;
  }
  let cursor = start;
  return value.split(/(?<=\n)/).map((line) => {
    const found = findPlace(line.trimEnd(), context.source, cursor, end) ?? cursor;
    cursor = Math.min(end, found + line.length);
    return (
      <span key={found} data-at={context.base + found}>
        {line}
      </span>
    );
  });
}

function findPlace(value: string, source: string, start: number, end: number): number | null {
  const found = source.indexOf(value, start);
  return found === -1 || found + value.length > end ? null : found;
}
