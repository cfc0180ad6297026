/** The shortest set-up of each provider, for the first run. The whole choice is in the connect panel. Pure. */

export type Way = { readonly id: string; readonly title: string; readonly code: string };

/** `base` is the real listening address. */
export function waysFor(base: string): readonly Way[] {
  return [
    {
      id: 'openai',
      title: 'OpenAI',
      code: `# The Python and TypeScript SDKs read this\nexport OPENAI_BASE_URL=${base}/openai/v1`,
    },
    {
      id: 'anthropic',
      title: 'Anthropic',
      code: `# Python, TypeScript and most agents read this\nexport ANTHROPIC_BASE_URL=${base}/anthropic`,
    },
    {
      id: 'gemini',
      title: 'Gemini',
      code: `# The SDKs and Gemini CLI read this\nexport GOOGLE_GEMINI_BASE_URL=${base}/gemini`,
    },
    {
      id: 'ollama',
      title: 'Ollama',
      code: `# The Python SDK and the ollama command read this\nexport OLLAMA_HOST=${base}`,
    },
    {
      id: 'curl',
      title: 'curl',
      code: `curl -N ${base}/openai/v1/chat/completions \\\n  -H "authorization: Bearer $OPENAI_API_KEY" -H "content-type: application/json" \\\n  -d '{"model":"gpt-4.1-mini","stream":true,"messages":[{"role":"user","content":"Hello"}]}'`,
    },
  ];
}
