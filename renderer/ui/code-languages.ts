/** The languages that captured code is coloured in. A chunk of its own: loaded when the first code comes into sight. */
import { StreamLanguage, type StreamParser } from '@codemirror/language';
import { c, cpp, csharp, dart, java, kotlin, objectiveC, scala } from '@codemirror/legacy-modes/mode/clike';
import { clojure } from '@codemirror/legacy-modes/mode/clojure';
import { css, less, sCSS } from '@codemirror/legacy-modes/mode/css';
import { diff } from '@codemirror/legacy-modes/mode/diff';
import { dockerFile } from '@codemirror/legacy-modes/mode/dockerfile';
import { go } from '@codemirror/legacy-modes/mode/go';
import { haskell } from '@codemirror/legacy-modes/mode/haskell';
import { javascript, json, typescript } from '@codemirror/legacy-modes/mode/javascript';
import { lua } from '@codemirror/legacy-modes/mode/lua';
import { perl } from '@codemirror/legacy-modes/mode/perl';
import { powerShell } from '@codemirror/legacy-modes/mode/powershell';
import { properties } from '@codemirror/legacy-modes/mode/properties';
import { python } from '@codemirror/legacy-modes/mode/python';
import { r } from '@codemirror/legacy-modes/mode/r';
import { ruby } from '@codemirror/legacy-modes/mode/ruby';
import { rust } from '@codemirror/legacy-modes/mode/rust';
import { shell } from '@codemirror/legacy-modes/mode/shell';
import { standardSQL } from '@codemirror/legacy-modes/mode/sql';
import { swift } from '@codemirror/legacy-modes/mode/swift';
import { toml } from '@codemirror/legacy-modes/mode/toml';
import { html, xml } from '@codemirror/legacy-modes/mode/xml';
import { yaml } from '@codemirror/legacy-modes/mode/yaml';
import { highlightTree, tagHighlighter, tags } from '@lezer/highlight';
import type { CodeToken } from './code-tokens.ts';

const modes: Readonly<Record<string, StreamParser<unknown>>> = {
  bash: shell,
  c,
  clojure,
  cpp,
  csharp,
  css,
  dart,
  diff,
  dockerfile: dockerFile,
  go,
  haskell,
  html,
  java,
  javascript,
  json,
  kotlin,
  less,
  lua,
  objectivec: objectiveC,
  perl,
  powershell: powerShell,
  properties,
  python,
  r,
  ruby,
  rust,
  scala,
  scss: sCSS,
  sql: standardSQL,
  swift,
  toml,
  typescript,
  xml,
  yaml,
};

const aliases: Readonly<Record<string, string>> = {
  'c++': 'cpp',
  cs: 'csharp',
  docker: 'dockerfile',
  golang: 'go',
  h: 'c',
  hs: 'haskell',
  ini: 'properties',
  js: 'javascript',
  jsonc: 'json',
  jsonl: 'json',
  jsx: 'javascript',
  kt: 'kotlin',
  mjs: 'javascript',
  objc: 'objectivec',
  patch: 'diff',
  pl: 'perl',
  ps1: 'powershell',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'bash',
  shell: 'bash',
  svg: 'xml',
  ts: 'typescript',
  tsx: 'typescript',
  yml: 'yaml',
  zsh: 'bash',
};

const highlighter = tagHighlighter([
  { tag: tags.comment, class: 'comment' },
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], class: 'keyword' },
  { tag: [tags.string, tags.regexp, tags.special(tags.string), tags.inserted], class: 'string' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], class: 'value' },
  { tag: [tags.typeName, tags.className, tags.tagName, tags.heading], class: 'type' },
  { tag: [tags.propertyName, tags.attributeName, tags.meta, tags.deleted], class: 'quiet' },
]);

const languages = new Map<string, StreamLanguage<unknown> | null>();

function languageOf(word: string): StreamLanguage<unknown> | null {
  const key = word.toLowerCase();
  const known = languages.get(key);
  if (known !== undefined) return known;
  const name = Object.hasOwn(aliases, key) ? (aliases[key] as string) : key;
  const mode = Object.hasOwn(modes, name) ? modes[name] : undefined;
  const language = mode === undefined ? null : StreamLanguage.define(mode);
  // Names come from captured text: only those that mean something are kept.
  if (language !== null) languages.set(key, language);
  return language;
}

/** The coloured stretches of `code`, in order, without gaps; null for a language that is not known. */
export function tokenize(code: string, language: string): readonly CodeToken[] | null {
  const parser = languageOf(language)?.parser;
  if (parser === undefined) return null;
  const tokens: CodeToken[] = [];
  let end = 0;
  highlightTree(parser.parse(code), highlighter, (from, to, kind) => {
    if (from > end) tokens.push({ start: end, end: from, kind: '' });
    tokens.push({ start: from, end: to, kind });
    end = to;
  });
  if (end < code.length) tokens.push({ start: end, end: code.length, kind: '' });
  return tokens;
}
