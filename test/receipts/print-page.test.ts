import { describe, expect, test } from 'vitest'
import { svgFace } from '../../main/receipts/faces.ts'
import { printPage, type PaperSize } from '../../main/receipts/print-page.ts'
import { paymentReceipt } from '../../main/receipts/receipt.ts'
import { original, paid, recordOf, settingsWith } from './samples.ts'

const svg = svgFace(paymentReceipt(settingsWith(), recordOf(paid()), original), 42)
const nonce = 'c2l4dGVlbi1ieXRlcw=='
const page = (paper: PaperSize, title = 'Receipt') => printPage({ svg, paper, title, language: 'en', nonce })

describe('the page that prints a receipt', () => {
  test('has no script, loads nothing, and forbids all but its one style', () => {
    const { html, policy } = page('80mm')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain(`style-src 'nonce-${nonce}'`)
    expect(policy).not.toContain('unsafe')
    expect(html).toContain(`content="${policy}"`)
    expect(html).not.toMatch(/<script|<link|src=|href=|@import|url\((?!#)/)
    expect(html.match(/<style/g)).toHaveLength(1)
  })

  test.each([
    ['80mm', '80mm', '72mm'],
    ['58mm', '58mm', '48mm'],
  ] as const)('is one page of %s roll, as long as the receipt', (paper, width, printed) => {
    const { html } = page(paper)
    const [, length] = new RegExp(`@page \\{ size: ${width} (\\d+)mm`).exec(html) ?? []
    const [, unitsWide, unitsHigh] = /^<svg width="(\d+)px" height="(\d+)px"/.exec(svg) ?? []
    expect(Number(length)).toBeGreaterThan((Number(unitsHigh) / Number(unitsWide)) * Number.parseInt(printed))
    expect(html).toContain(`width: ${printed}`)
  })

  test('is an A4 page with the receipt in its natural width', () => {
    expect(page('a4').html).toContain('@page { size: A4;')
  })

  test('says its title as text', () => {
    expect(page('80mm', '</title><script>x</script>').html).not.toContain('<script>')
  })

  test('is made of a picture of a receipt and a real nonce, or not at all', () => {
    const options = { svg, paper: '80mm', title: '', language: 'zh', nonce } as const
    expect(() => printPage({ ...options, svg: '<script>' })).toThrow(TypeError)
    expect(() => printPage({ ...options, nonce: "x' 'unsafe-inline" })).toThrow(TypeError)
  })
})
