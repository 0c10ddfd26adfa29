import { useEffect, useState } from 'react'
import { printFaultSentences } from '../../main/domain/printer-sentences.ts'
import { classifyScan, maskBuyerCode } from '../../main/domain/scan.ts'
import { CameraView } from '../panels/CameraView.tsx'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useLanguage, useParts, useSay, useScreen, useView } from '../use-screen.tsx'

type PrintFault = keyof typeof printFaultSentences
const isPrintFault = (text: string | undefined): text is PrintFault =>
  text !== undefined && Object.hasOwn(printFaultSentences, text)

/** Tries of printer, scanners and camera, each with its result in words. */
export const DeviceTests = () => {
  const say = useSay()
  const { send } = useScreen()
  return (
    <div className="settings-pair">
      <div className="settings-test" style={{ gridColumn: '1 / -1' }}>
        <p className="panel-lead">{say('setup.lead')}</p>
        <PanelButton
          testId="settings-setup"
          onPress={() => send({ type: 'open', panel: { type: 'setup', page: 'devices' } })}
        >
          {say('setup.open')}
        </PanelButton>
      </div>
      <PrinterTest />
      <ScannerTest />
      <CameraTest />
    </div>
  )
}

const PrinterTest = () => {
  const say = useSay()
  const language = useLanguage()
  const { client } = useParts()
  const { last } = useView()
  const [result, setResult] = useState<
    PrintFault | 'unknown-payment' | 'printing' | 'ok' | 'failed' | undefined
  >()
  const sale = last[0]?.payment
  const print = (): void => {
    if (sale === undefined) return
    setResult('printing')
    client.receipt
      .print({ of: sale.id, for: 'customer' })
      .then((answer) => setResult(answer.ok ? 'ok' : answer.error))
      .catch(() => setResult('failed'))
  }
  const fault = isPrintFault(result) ? printFaultSentences[result][language] : undefined
  return (
    <div className="settings-test">
      <h2>{say('settings.group.printer')}</h2>
      {sale === undefined ? (
        <p>{say('settings.printerNone')}</p>
      ) : (
        <PanelButton testId="settings-print-test" busy={result === 'printing'} onPress={print}>
          {say('settings.printerTest')}
        </PanelButton>
      )}
      <div style={{ marginTop: 12 }}>
        {result === 'ok' && (
          <Message tone="good" text={say('settings.printerOk')} testId="settings-print-result" />
        )}
        {result === 'failed' && <Message tone="bad" text={say('settings.testFailed')} />}
        {result === 'unknown-payment' && <Message tone="bad" text={say('receipt.none')} />}
        {fault !== undefined && (
          <Message tone="bad" headline={fault.headline} text={fault.todo} testId="settings-print-result" />
        )}
      </div>
    </div>
  )
}

const ScannerTest = () => {
  const say = useSay()
  const { scanning } = useParts()
  const { send } = useScreen()
  const { scanners } = useView()
  const [scanned, setScanned] = useState<string | undefined>()
  // While this stands on the page no scan reaches the sale.
  useEffect(() => scanning.divert(setScanned), [scanning])
  const scan = scanned === undefined ? undefined : classifyScan(scanned)
  return (
    <div className="settings-test">
      <h2>{say('settings.scanners')}</h2>
      {scanners.length === 0 ? (
        <p>{say('settings.scannersNone')}</p>
      ) : (
        <ul className="settings-list">
          {scanners.map((scanner) => (
            <li key={scanner.id}>
              <strong>{scanner.name}</strong> — {say(`settings.scannerState.${scanner.state}`)}
              {scanner.detail === undefined ? '' : ` (${scanner.detail})`}
            </li>
          ))}
        </ul>
      )}
      <div style={{ marginBottom: 12 }}>
        <PanelButton
          testId="settings-scanner-test"
          onPress={() => send({ type: 'open', panel: { type: 'setup', page: 'scanner-test' } })}
        >
          {say('setup.page.scanner-test')}
        </PanelButton>
      </div>
      <strong>{say('settings.scanTest')}</strong>
      <p className="settings-read" data-testid="settings-scan-test" role="status">
        {scanned === undefined || scan === undefined
          ? say('settings.scanNothing')
          : say(`settings.scanIs.${scan.kind}`, {
              text: scan.kind === 'payment-code' ? maskBuyerCode(scanned) : scanned.slice(0, 20),
              length: scanned.length,
            })}
      </p>
    </div>
  )
}

const CameraTest = () => {
  const say = useSay()
  const [state, setState] = useState<'off' | 'on' | number>('off')
  return (
    <div className="settings-test" style={{ gridColumn: '1 / -1' }}>
      <h2>{say('camera.title')}</h2>
      <PanelButton testId="settings-camera-test" onPress={() => setState(state === 'on' ? 'off' : 'on')}>
        {say(state === 'on' ? 'panel.close' : 'settings.cameraTest')}
      </PanelButton>
      {state === 'on' && (
        <div className="settings-cameraBox">
          <CameraView onCode={(text) => setState(text.length)} />
        </div>
      )}
      {typeof state === 'number' && (
        <div style={{ marginTop: 12 }}>
          <Message
            tone="good"
            text={say('settings.cameraRead', { length: state })}
            testId="settings-camera-result"
          />
        </div>
      )}
    </div>
  )
}
