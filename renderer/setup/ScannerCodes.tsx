import { useEffect, useState } from 'react'
import { setUpCode } from '../../main/domain/set-up-code.ts'
import type { CodePictures } from '../../main/contract/scanners.ts'
import { receiptPicture } from '../receipt-picture.ts'
import { useParts, useSay } from '../use-screen.tsx'

/** The code that a scanner is set up with, twice: every scanner that can read a phone reads one of them. */
export const ScannerCodes = () => {
  const say = useSay()
  const { client } = useParts()
  const [pictures, setPictures] = useState<CodePictures>()
  useEffect(() => {
    let wanted = true
    client.devices
      .drawCode({ text: setUpCode })
      .then((drawn) => wanted && setPictures(drawn))
      .catch(() => undefined)
    return () => {
      wanted = false
    }
  }, [client])
  return (
    <div className="setup-codes" data-testid="setup-codes">
      {pictures !== undefined && (
        <>
          <img
            className="setup-codeSquare"
            src={receiptPicture({ svg: pictures.qr })}
            alt={say('setup.scanner.qr')}
          />
          {pictures.bars !== undefined && (
            <img src={receiptPicture({ svg: pictures.bars })} alt={say('setup.scanner.bars')} />
          )}
        </>
      )}
    </div>
  )
}
