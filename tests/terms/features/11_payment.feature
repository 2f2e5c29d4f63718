Feature: Ways to pay
  Terms, article 11: cards, account transfer, easy payment; at the counter also cash.

  Background:
    Given the boutique of the examples
    And it is 2026-11-02 10:00

  Scenario: cash and change
    When the cashier starts a sale
    And 2 x ARIA are added
    And the customer hands over 20,000 won in cash
    Then the change is 5,600 won
    And the drawer opens
    And the drawer should hold 14,400 won more

  Scenario: exact cash is one key
    When the cashier starts a sale
    And "ARIA" is scanned
    And the key "F9" is pressed
    Then the sale is complete
    And the change is 0 won

  Scenario: split, the rest always preselected
    When the cashier starts a sale
    And 1 x UNO are added
    And the customer pays 100,000 won by card
    Then 99,000 won remain
    When the customer pays 50,000 won by easy payment
    Then 49,000 won remain
    When the customer pays the rest by account transfer
    Then the sale is complete

  Rule: a card in doubt is never charged twice

    Scenario: the answer never comes, and the terminal knows it approved
      When the cashier starts a sale
      And 1 x CUP are added
      And the card terminal approves but its answer is lost
      Then the payment is under enquiry
      And a second charge is refused with "payment.in_doubt"
      When the terminal is asked again
      Then the sale is complete
      And the card was charged 20,000 won once

    Scenario: the answer never comes, and the terminal knows nothing
      When the cashier starts a sale
      And 1 x CUP are added
      And the card terminal loses the request
      Then the payment is under enquiry
      When the terminal is asked again
      Then the payment is declined
      And 20,000 won remain
      And the card was charged 0 won

    Scenario: the till dies between the approval and the sale
      When the cashier starts a sale
      And 1 x CUP are added
      And the till dies right after the card terminal approved
      And the till starts again
      Then the basket holds 1 x CUP
      And the payment is under enquiry
      When the terminal is asked again
      Then the sale is complete
      And the card was charged 20,000 won once

    Scenario: declined is not the end
      When the cashier starts a sale
      And 1 x CUP are added
      And the card is declined
      Then 20,000 won remain
      And the sale can be paid

    Scenario: giving up a sale that is partly paid gives the card its money back first
      When the cashier starts a sale
      And 5 x CUP are added
      And the customer pays 60,000 won by card
      And the sale is given up
      Then the card payment of 60,000 won is reversed
      And the journal holds a "SaleAbandoned" by "C1"
