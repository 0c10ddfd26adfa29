import react from '@vitejs/plugin-react'
import { dirname, join } from 'node:path'
import { defineConfig, type Plugin, type UserConfig } from 'vite'

const root = dirname(import.meta.dirname)

// Packages under "dependencies" stay outside the bundle, so that native addons load from node_modules.
const node = (entry: string, format: 'es' | 'cjs', folder = 'app/electron'): UserConfig => ({
  root,
  build: {
    ssr: true,
    outDir: join(root, 'out/electron'),
    emptyOutDir: false,
    target: 'node24',
    sourcemap: true,
    rolldownOptions: {
      input: join(root, folder, `${entry}.ts`),
      external: ['electron'],
      output: {
        format,
        entryFileNames: `${entry}.${format === 'es' ? 'mjs' : 'cjs'}`,
        chunkFileNames: '[name].mjs',
      },
    },
  },
})

/** The fonts come in two formats; every browser that runs this screen reads the smaller one. */
const onlyWoff2: Plugin = {
  name: 'only-woff2',
  generateBundle: (_, bundle) => {
    for (const name of Object.keys(bundle)) if (name.endsWith('.woff')) delete bundle[name]
  },
}

export default defineConfig(({ mode }): UserConfig => {
  if (mode === 'electron') return node('main', 'es')
  if (mode === 'preload') return node('preload', 'cjs') // A sandboxed preload must be CommonJS.
  // A thread of its own is a program of its own, beside the one that starts it.
  if (mode.endsWith('-worker')) return node(mode, 'es', 'app')
  return {
    root: join(root, 'renderer'),
    base: './',
    plugins: [react(), onlyWoff2],
    worker: { format: 'es' },
    build: {
      outDir: join(root, 'out/renderer'),
      emptyOutDir: true,
      target: 'chrome140',
      assetsInlineLimit: 0,
      // What is inside of the bundle has no folder of its own to keep its licence in.
      license: { fileName: 'LICENSES.md' },
      rolldownOptions: {
        // The customer's page is one of its own, and knows nothing of the cashier's.
        input: { index: join(root, 'renderer/index.html'), display: join(root, 'renderer/display.html') },
      },
      chunkSizeWarningLimit: 2000, // kB; it comes from this machine, not over a network.
    },
  }
})
