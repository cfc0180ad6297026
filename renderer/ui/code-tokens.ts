/** Colours of code: where they stand, and the languages behind them, which come only when code is there. */
import { useEffect, useState } from 'react';

/** Characters [start, end) of a code; `kind` is empty where nothing is coloured. */
export type CodeToken = { readonly start: number; readonly end: number; readonly kind: string };

export type Tokenize = (code: string, language: string) => readonly CodeToken[] | null;

let loaded: Tokenize | null = null;

/** Null until it is there. Code is shown without colours meanwhile. */
export function useTokenize(isWanted: boolean): Tokenize | null {
  const [tokenize, setTokenize] = useState<Tokenize | null>(() => loaded);
  useEffect(() => {
    if (!isWanted || tokenize !== null) return;
    let isGone = false;
    void import('./code-languages.ts').then((languages) => {
      loaded = languages.tokenize;
      if (!isGone) setTokenize(() => languages.tokenize);
    });
    return () => {
      isGone = true;
    };
  }, [isWanted, tokenize]);
  return tokenize;
}
