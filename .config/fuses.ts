import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'

/** Switches inside Electron's program, as this till ships them (security S08); `electron-builder.yml` sets the same. */
export const fuses = {
  runAsNode: [FuseV1Options.RunAsNode, false],
  enableNodeOptionsEnvironmentVariable: [FuseV1Options.EnableNodeOptionsEnvironmentVariable, false],
  enableNodeCliInspectArguments: [FuseV1Options.EnableNodeCliInspectArguments, false],
  enableEmbeddedAsarIntegrityValidation: [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, true],
  onlyLoadAppFromAsar: [FuseV1Options.OnlyLoadAppFromAsar, true],
  enableCookieEncryption: [FuseV1Options.EnableCookieEncryption, true],
  grantFileProtocolExtraPrivileges: [FuseV1Options.GrantFileProtocolExtraPrivileges, false],
} as const satisfies Readonly<Record<string, readonly [FuseV1Options, boolean]>>

/** Names of the fuses of a built program that are not set as they should be. A fuse that Electron removed counts. */
export const wrongFuses = async (program: string): Promise<readonly string[]> => {
  const wire = await getCurrentFuseWire(program)
  return Object.entries(fuses).flatMap(([name, [option, wanted]]) =>
    wire[option] === (wanted ? FuseState.ENABLE : FuseState.DISABLE) ? [] : [name],
  )
}
