Feature: The price is the shelf price of the day, VAT inside it
  Terms, article 9 (2). VAT is one eleventh of what is taxable on the receipt, to the nearest won,
  reckoned once on the receipt's total and never added up from the lines.

  Background:
    Given the boutique of the examples
    And it is 2026-11-02 10:00

  Scenario Outline: VAT inside a total
    When the cashier starts a sale
    And <units> x <product> are added
    Then the total is <total> won
    And the supply value is <supply> won
    And the VAT is <vat> won

    Examples:
      | units | product | total   | supply  | vat    |
      | 1     | ARIA    | 7,200   | 6,545   | 655    |
      | 3     | ARIA    | 21,600  | 19,636  | 1,964  |
      | 7     | BELLO   | 52,500  | 47,727  | 4,773  |
      | 1     | CIELO   | 8,600   | 7,818   | 782    |
      | 1     | UNO     | 199,000 | 180,909 | 18,091 |

  Scenario: goods exempt from VAT stand apart
    When the cashier starts a sale
    And 3 x ARIA are added
    And 1 x GREEN are added
    Then the total is 31,600 won
    And the exempt amount is 10,000 won
    And the VAT is 1,964 won

  Scenario: a sale for nothing
    When the cashier starts a sale
    And 1 x BAG are added
    Then the total is 0 won
    And the VAT is 0 won
    When the sale is completed with nothing to pay
    Then a receipt is printed
    And the drawer stays shut

  Scenario: a price that changes while the basket is open is announced, not slipped in
    Given it is 2026-12-31 23:58
    And the price of ARIA is 7,700 won from 2027-01-01
    When the cashier starts a sale
    And 1 x ARIA are added
    And the clock reaches 2027-01-01 00:02
    Then the cashier is told "price.changed"
    And the total is 7,200 won
    When the cashier takes the new prices
    Then the total is 7,700 won
