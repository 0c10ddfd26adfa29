import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { withScreen } from './browser.ts'
import { runHost, until } from './screens.ts'

// The real screen in a real browser, served by the real host. Only the till is a recording one.
const screen = withScreen()

describe('the real screen in a real browser', () => {
  test('connects under the policy, and the browser has nothing to complain about', async () => {
    const host = await runHost({ files: screen.files() })
    const { page, complaints } = await screen.open(host.url)
    await until(() => host.till.listeners() === 1)
    await page.getByTestId('amount').waitFor()
    expect(complaints).toEqual([])
  })

  test('hides the token from the address, the history and every request', async () => {
    const host = await runHost({ files: screen.files() })
    const { page, requests } = await screen.open(host.url)
    await until(() => host.till.listeners() === 1)
    expect(page.url()).toBe(`http://127.0.0.1:${host.port}/`)
    await page.goto('about:blank')
    await page.goBack()
    expect(page.url()).toBe(`http://127.0.0.1:${host.port}/`)
    expect(requests.length).toBeGreaterThan(2)
    expect(requests.filter((request) => request.includes(host.token))).toEqual([])
  })

  test('stays connected over a reload, and does not lend its token to another tab', async () => {
    const host = await runHost({ files: screen.files() })
    const { page } = await screen.open(host.url)
    await until(() => host.till.listeners() === 1)
    await page.reload()
    await until(() => host.till.commands.filter(([name]) => name === 'view').length >= 2)
    await until(() => host.till.listeners() === 1)
    const other = await page.context().newPage()
    await other.goto(`http://127.0.0.1:${host.port}/`)
    await other.waitForLoadState('networkidle')
    expect(host.screens()).toBe(1)
  })

  test('finds its till again after the line was cut', async () => {
    const chance = { bytes: (length: number) => new Uint8Array(length).fill(7) }
    const before = await runHost({ files: screen.files(), chance })
    await screen.open(before.url)
    await until(() => before.till.listeners() === 1)
    await before.close()
    const after = await runHost({ files: screen.files(), chance, port: before.port })
    await until(() => after.till.listeners() === 1)
    expect(before.till.listeners()).toBe(0)
  })

  test('is refused by a till that was started anew, with a new token', async () => {
    const before = await runHost({ files: screen.files() })
    await screen.open(before.url)
    await until(() => before.till.listeners() === 1)
    await before.close()
    const after = await runHost({ files: screen.files(), port: before.port })
    await until(() => after.log.lines.includes('warn screen-refused why=wrong token'))
    expect(after.till.commands).toEqual([])
  })
})

test('a page of another origin cannot reach the till, not even with the token', async () => {
  const host = await runHost({ files: screen.files() })
  const server = createServer((_request, response) => response.end('<!doctype html><title>evil</title>'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { page } = await screen.open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  const outcome = await page.evaluate(
    ([port, token]) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(`ws://127.0.0.1:${port}/till`, ['spot-till', token])
        socket.addEventListener('open', () => resolve('open'))
        socket.addEventListener('error', () => resolve('refused'))
      }),
    [String(host.port), host.token] as const,
  )
  expect(outcome).toBe('refused')
  expect(host.log.lines).toEqual(['warn screen-refused why=foreign origin'])
  const framed = await page.evaluate(
    (url) =>
      new Promise<boolean>((resolve) => {
        const frame = document.createElement('iframe')
        frame.addEventListener('load', () => resolve(frame.contentDocument !== null))
        frame.src = url
        document.body.append(frame)
      }),
    host.url,
  )
  expect(framed).toBe(false)
  expect(host.screens()).toBe(0)
})
