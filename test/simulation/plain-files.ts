import type { OpenFile, Storage } from '../../main/journal/storage.node.ts'
import { DiskError, isFile, type DiskAccess, type File } from './disk-access.ts'
import { folderOf } from './names.ts'

/** The journal's plain files (witness and reserve) on a virtual disk. Throws as Node does. */
export const plainFiles = (disk: DiskAccess): Omit<Storage, 'connect'> => {
  const existing = (path: string, syscall: string): File => {
    const node = disk.find(path)
    if (!isFile(node)) throw new DiskError('ENOENT', syscall, path)
    return node
  }
  const openToAppend = (path: string): File => disk.open(path) ?? disk.create(path)
  const append =
    (write: (file: File, path: string, bytes: Uint8Array) => number) =>
    (path: string): OpenFile => {
      const file = openToAppend(path)
      return {
        write: (bytes, offset) => write(file, path, bytes.subarray(offset)),
        sync: () => disk.sync(file, path),
        close: () => {
          disk.find(path)
        },
      }
    }
  const makeFolders = (folder: string): void => {
    if (disk.find(folder) !== undefined) return
    const parent = folderOf(folder)
    if (parent !== folder) makeFolders(parent)
    disk.makeFolder(folder)
  }
  return {
    exists: (file) => disk.find(file) !== undefined,
    size: (file) => existing(file, 'stat').content.size(),
    read: (path) => {
      const file = existing(path, 'open')
      const bytes = Buffer.alloc(file.content.size())
      disk.read(file, path, bytes, 0)
      return bytes
    },
    truncate: (file, bytes) => disk.truncate(existing(file, 'ftruncate'), file, bytes),
    rename: disk.rename,
    remove: (file) => {
      if (disk.find(file) !== undefined) disk.remove(file)
    },
    makeFolder: (file) => makeFolders(folderOf(file)),
    append: append((file, path, bytes) => disk.write(file, path, bytes, file.content.size())),
    appendDurably: append(disk.appendDurably),
    syncFolder: (file) => disk.syncFolder(folderOf(file)),
  }
}
