// A receipt by npm's node-thermal-printer. One printer for all, cleared before each, which is quicker than a new one.
const { ThermalPrinter, PrinterTypes } = require('node-thermal-printer');
const { names, number, rounds, calls } = JSON.parse(process.argv[1]);
const printer = new ThermalPrinter({
    type: PrinterTypes.EPSON, width: 48, interface: 'tcp://127.0.0.1:9', characterSet: 'KOREA',
});
const won = amount => String(amount).replace(/\B(?=(\d{3})+$)/g, ',');
async function receipt() {
    printer.clear();
    printer.alignCenter(); printer.bold(true); printer.setTextDoubleHeight(); printer.setTextDoubleWidth();
    printer.println('커피 부티크'); printer.setTextNormal(); printer.bold(false);
    printer.println('120-81-47521  대표 홍길동'); printer.println('서울 성동구 아차산로 1'); printer.alignLeft();
    printer.leftRight('2025-02-10 14:03:22', number); printer.leftRight('계산대 T1', '담당 C1'); printer.drawLine();
    names.forEach((name, i) => {
        const price = 6500 + i * 100;
        printer.println(name);
        printer.table([won(price), String(i % 3 + 1), won(price * (i % 3 + 1))]);
    });
    printer.drawLine();
    printer.leftRight('과세 물품가액', '141,000'); printer.leftRight('부가세', '14,100');
    printer.bold(true); printer.leftRight('합계', '155,100'); printer.bold(false);
    printer.leftRight('현금', '160,000'); printer.leftRight('거스름돈', '4,900'); printer.drawLine();
    printer.println('교환과 환불은 영수증을 가지고 오세요.');
    printer.printQR(number, { cellSize: 6, correction: 'M' }); printer.println(number); printer.cut();
    return printer.getBuffer().length;
}
(async () => {
    for (let i = 0; i < 5 * calls; i++) await receipt();
    const seen = [];
    for (let round = 0; round < rounds; round++) {
        const start = process.hrtime.bigint();
        for (let i = 0; i < calls; i++) await receipt();
        seen.push(Number(process.hrtime.bigint() - start) / 1e9 / calls);
    }
    seen.sort((a, b) => a - b);
    console.log(JSON.stringify({ seconds: seen[seen.length >> 1], bytes: await receipt() }));
})();
