"""The standard library alone."""
import json
import os
import sys
import urllib.request

base = os.environ.get("OPENAI_BASE_URL", "https://api.openai.com/v1")
body = {"model": "gpt-4o", "messages": [{"role": "user", "content": sys.argv[-1]}]}
request = urllib.request.Request(
    base + "/chat/completions",
    data=json.dumps(body).encode(),
    headers={"content-type": "application/json"},
)
with urllib.request.urlopen(request, timeout=30) as response:
    print(json.load(response)["choices"][0]["message"]["content"])
