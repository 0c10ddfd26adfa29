import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { build } from 'vite'
import { withFilesOfTheirOwn } from '../faults/crash/bundle.ts'
import type { Parts } from './machine.ts'

const root = dirname(dirname(import.meta.dirname))

/** The first program of the machine: mounts what Linux shows of itself, loads the devices' modules, runs the lab. */
const init = `#!/bin/busybox sh
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sysfs /sys
/bin/busybox mount -t devtmpfs devtmpfs /dev
/bin/busybox mount -t tmpfs tmpfs /tmp
for module in /modules/*; do
  case $module in *dummy_hcd.ko) with=num=8 ;; *) with= ;; esac
  /bin/busybox insmod $module $with
done
/bin/busybox mount -t configfs configfs /sys/kernel/config
/bin/busybox ip link set lo up
/bin/busybox stty -F /dev/ttyS1 raw
cd /till
HOME=/tmp /bin/node lab.mjs > /dev/console 2>&1
/bin/busybox reboot -f
`

/** The shared libraries of programs, with the loader. */
const librariesOf = (programs: readonly string[]): readonly string[] => {
  const listed = spawnSync('ldd', programs, { encoding: 'utf8' }).stdout
  return [...new Set([...listed.matchAll(/(?:=> |^\s+)(\/\S+)/gm)].map(([, path]) => path ?? ''))]
}

interface PackageFile {
  readonly dependencies?: Readonly<Record<string, string>>
}

/** A package and all that it needs, by name. */
const withDependencies = (names: readonly string[]): readonly string[] => {
  const found = new Set<string>()
  const add = (name: string): void => {
    const file = join(root, 'node_modules', name, 'package.json')
    if (found.has(name) || !existsSync(file)) return
    found.add(name)
    const { dependencies } = JSON.parse(readFileSync(file, 'utf8')) as PackageFile
    for (const needed of Object.keys(dependencies ?? {})) add(needed)
  }
  for (const name of names) add(name)
  return [...found]
}

/** Sources of native parts, and what was built of them for other systems, are of no use in the machine. */
const isOfUse = (path: string): boolean =>
  !/\/(node-hid|better-sqlite3)\/(hidapi|deps|src)$|\/prebuilds\/[^/]*(darwin|win32|musl|arm|ia32|freebsd|android)/.test(
    path,
  )

const copyInto = (folder: string, path: string, as = path): void => {
  const target = join(folder, as)
  mkdirSync(dirname(target), { recursive: true })
  copyFileSync(realpathSync(path), target)
}

/** The lab's programs as one bundle each, and the packages that cannot be in a bundle. */
const addPrograms = async (folder: string): Promise<void> => {
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    ssr: { noExternal: true, external: [...withFilesOfTheirOwn] },
    build: {
      ssr: true,
      outDir: join(folder, 'till'),
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        input: {
          lab: join(import.meta.dirname, 'guest.ts'),
          'scanner-driver': join(import.meta.dirname, 'scanner-driver.ts'),
          till: join(import.meta.dirname, 'till.ts'),
        },
        output: { entryFileNames: '[name].mjs' },
      },
    },
  })
  for (const name of withDependencies(withFilesOfTheirOwn)) {
    cpSync(join(root, 'node_modules', name), join(folder, 'till/node_modules', name), {
      recursive: true,
      dereference: true,
      filter: isOfUse,
    })
  }
}

/** Makes the machine's RAM disk out of `folder`, which is to be empty, and returns its file. `asked`: words of the devices to be tried. */
export const makeImage = async (
  { busybox, kernel }: Parts,
  folder: string,
  asked: readonly string[],
): Promise<string> => {
  const tree = join(folder, 'tree')
  for (const name of ['proc', 'sys', 'dev', 'tmp']) mkdirSync(join(tree, name), { recursive: true })
  writeFileSync(join(tree, 'init'), init)
  chmodSync(join(tree, 'init'), 0o755)
  copyInto(tree, busybox, 'bin/busybox')
  copyInto(tree, process.execPath, 'bin/node')
  for (const module of kernel.modules) copyInto(tree, module, join('modules', basename(module)))
  await addPrograms(tree)
  writeFileSync(join(tree, 'till/asked.json'), JSON.stringify(asked))
  const hid = join(root, 'node_modules/node-hid/prebuilds/HID_hidraw-linux-x64/node-napi-v4.node')
  for (const library of librariesOf([process.execPath, hid])) copyInto(tree, library)
  const image = join(folder, 'image.cpio')
  const packed = spawnSync('sh', ['-c', `find . | ${busybox} cpio -o -H newc`], {
    cwd: tree,
    stdio: ['ignore', openSync(image, 'w'), 'ignore'],
  })
  if (packed.status !== 0) throw new Error('the machine’s RAM disk could not be written')
  return image
}
